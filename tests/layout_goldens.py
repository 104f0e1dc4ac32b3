"""How the items of a text are written in `tests/blocks/*.attendu`: a tree that a person can read.

niveau [numéro] texte  ‹rôle·mode: mots›  ≡ ce qu'il redit
"""

from pvgraph.layouts import Found


def outline(text: str, found: Found) -> str:
    """One line an item, indented under its parent; then what was not understood (`?`)."""
    lines = []
    for item in found.items:
        depth, above = 0, item.parent
        while above is not None:
            depth, above = depth + 1, found.items[above].parent
        number = f" [{item.numero}]" if item.numero else ""
        said = "".join(f"  ‹{s.role}·{s.mode}: {s.span.of(text)}›" for s in item.sources)
        again = f"  ≡ {found.items[item.merge].text}" if item.merge is not None else ""
        more = f"  « {item.description.of(text)} »" if item.description else ""
        more += f"  ({item.registre})" if item.registre else ""
        more += "".join(f"  + {p.of(text)}" for p in item.politiques)
        lines.append(f"{'  ' * depth}{item.niveau}{number} {item.text}{said}{again}{more}")
    lines += [f"? {passage.text}" for passage in found.unclaimed]
    return "\n".join(lines) + "\n"
