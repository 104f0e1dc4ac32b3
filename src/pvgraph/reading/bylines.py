"""Words that say by whom without a colon: « Porté par la Ville, avec la CAF ; financé par l'État ».

They begin with a label of `extract/niveaux.csv` that ends on a word of link (« porté par », « sous
la conduite de »), and hold names alone: « Porté par la Ville, ce projet … » is a sentence.
"""

import re
from collections.abc import Iterator

from pvgraph.model import Block, Span, fold
from pvgraph.reading.cues import Cues
from pvgraph.reading.forms import WORD
from pvgraph.reading.words import Marks, key, same_length

LINE_MAX = 240  # signs of such a line
NAME_WORDS = 8  # words of a body's name
_PIECES = re.compile(r"[,;/]|\s(?:et|&)\s")
_CAPITAL = re.compile(r"\(?(?:l[ae]s? |l['’])?[A-ZÀ-Þ]")
_ENDS = " ,;.–—-(*_"
_STOP = re.compile(r"[.:!?]\s")

Label = tuple[int, int, str]  # where a label begins, where its value does, its role
Part = tuple[int, int, int, str]  # with where the value ends


def opens(words: str, cues: Cues, below: bool = False) -> bool:
    """Whether words begin with such a label right before a name; « avec » alone is one only below
    another value."""
    words = words.lstrip("*_ ")
    word = WORD.match(words)
    if word is None or key(word.group()) not in cues.linked:
        return False
    first = next(_labels(words, cues, 1), None)
    if first is None:
        return False
    return below or first[2] != "partenaire" or " " in words[: first[1]].strip()


def parts(words: str, cues: Cues, marks: Marks, below: bool = False) -> list[Part]:
    """The values of such words, `below` another value or not; none where they are another thing."""
    if len(words) > LINE_MAX or not opens(words, cues, below) or _STOP.search(words):
        return []
    if words.rstrip("*_ ").endswith(":") or marks.future.search(same_length(words)):
        return []  # « Sous la conduite de la CAF : » announces what it will do
    found = list(_labels(words, cues))
    ends = [at for at, _, _ in found[1:]] + [len(words)]
    told = [
        len(words[start:end].rstrip(_ENDS)) for (_, start, _), end in zip(found, ends, strict=True)
    ]
    out = [
        (at, start, start + size, role) for (at, start, role), size in zip(found, told, strict=True)
    ]
    return out if all(_names(words[start:end], cues) for _, start, end, _ in out) else []


def links(words: str, cues: Cues) -> Iterator[Label]:
    """Such labels anywhere in words, « avec » alone among them."""
    return _labels(words, cues)


def is_name(piece: str, cues: Cues) -> bool:
    """Whether words are the name of one body by their form."""
    return _named(piece, cues) and len(piece.split()) <= NAME_WORDS


def values(text: str, block: Block, cues: Cues, marks: Marks, below: bool) -> list[Block]:
    """The values of a line that is such words, each with its label."""
    if block.level or block.marker:
        return []
    first, words = block.span.start, text[block.span.start : block.span.end]
    out = []
    for at, start, end, _ in parts(words, cues, marks, below):
        place = Span(first + start, first + end)
        out.append(Block("valeur", 0, place, place.of(text), "", label=fold(words[at:start])))
    return out


def _labels(words: str, cues: Cues, most: int = 0) -> Iterator[Label]:
    """The labels right before a name, in order; `most` words looked at from the start."""
    tokens = list(WORD.finditer(words))
    skip = 0
    for rank in range(min(len(tokens), most or len(tokens))):
        size, role = _label(tokens, rank, cues) if rank >= skip else (0, "")
        after = tokens[rank + size].start() if size and rank + size < len(tokens) else 0
        if after and _named(words[after:], cues):
            yield tokens[rank].start(), after, role
            skip = rank + size


def _label(tokens: list[re.Match[str]], rank: int, cues: Cues) -> tuple[int, str]:
    """How many words make a label that ends on a word of link, and the role that it says."""
    for form, role in cues.linked.get(key(tokens[rank].group()), ()):
        if form == tuple(key(t.group()) for t in tokens[rank : rank + len(form)]):
            return len(form), role
    return 0, ""


def _named(words: str, cues: Cues) -> bool:
    """Whether words begin as the name of a body does."""
    if _CAPITAL.match(words):
        return True
    body = cues.subject.search(key(words[:40]))
    return body is not None and body.start() <= len("les ")


def _names(value: str, cues: Cues) -> bool:
    pieces = [piece.strip() for piece in _PIECES.split(value)]
    return all(is_name(p, cues) for p in pieces if p)
