"""Which sub-selects of a query would not see a value given to a variable.

The engine substitutes a value only where the variable is projected; in a sub-select that uses the
variable without projecting it, the value is silently ignored and the answer is wrong.
"""

from dataclasses import dataclass

from pvgraph.store.tokens import Token, place, tokens


@dataclass(slots=True)
class _Select:
    """One SELECT: where it starts, how deep it stands, and what it does with the variable."""

    start: int
    depth: int
    in_head: bool = True
    parentheses: int = 0
    projects: bool = False
    uses: bool = False


def unprojected(sparql: str, name: str) -> int:
    """The line of the first SELECT that uses `?name` in its body without projecting it; else 0."""
    wanted = (f"?{name}", f"${name}")
    done: list[_Select] = []
    stack: list[_Select] = []
    depth = 0
    for token in tokens(sparql):
        if token.kind == "word" and token.text.upper() == "SELECT":
            stack.append(_Select(token.start, depth))
        elif token.text == "{":
            depth += 1
            if stack:
                stack[-1].in_head = False
        elif token.text == "}":
            depth -= 1
            if stack and depth < stack[-1].depth:
                done.append(stack.pop())
        elif stack:
            _see(stack[-1], token, wanted)
    wrong = [s for s in (*done, *stack) if s.uses and not s.projects]
    return place(sparql, min(s.start for s in wrong))[0] if wrong else 0


def _see(select: _Select, token: Token, wanted: tuple[str, str]) -> None:
    """Note what one token of a SELECT's head or body says of the variable."""
    if not select.in_head:
        select.uses |= token.text in wanted
    elif token.text in "()":
        select.parentheses += 1 if token.text == "(" else -1
    elif not select.parentheses:
        select.projects |= token.text in wanted or token.text == "*"
