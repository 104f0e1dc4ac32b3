"""Cells that hold nothing but bodies: each piece is one, known to the lists or not."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from pvgraph.annotation import apposes
from pvgraph.lexicon import Lexicon
from pvgraph.lexicon.territoires import town_slug
from pvgraph.model import Span
from pvgraph.nlp.reading import UNLISTED, CueFound, Mention, Passage, Reader
from pvgraph.words import ascii_key, slugify

_PIECE = re.compile(r"[^,;/•\n\t]+")
_PARTS = re.compile(r"\s[–—-]\s|\s\bet\b\s|\s\|\s|\s:\s")
_EDGES = " \u00a0-–—•*.:()«»\"'"
_PARTED = ("–", "—", "-", ",", ";")  # what stands between a name and a cue
_CELL_MAX = 40  # words; longer is prose
_NAME_MAX = 6
_TOWN = "ville"
_ELIDED = re.compile(r"[Ll]['’](?=[A-ZÀ-Þ])")
_POLE = "pole"  # of a town where a common noun follows, else a body: « Pôle textile des … »
_LOUD = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ0-9'’.&-]{2,}(?:\s\d{1,3})?")


class CellReader:
    """Reads cells, labels' values and headings that are but names."""

    def __init__(
        self, lexicon: Lexicon, reader: Reader, text: str, glossed: Mapping[str, str]
    ) -> None:
        """`glossed`: the kind of body that the text's glossary says each acronym is."""
        self._lexicon, self._reader, self._text = lexicon, reader, text
        self._glossed = glossed

    def mentions(self, passage: Passage) -> list[Mention]:
        """The bodies of a cell: those recognised, then the pieces that none of them covers.

        A piece is compared whatever its capitals (« commune »), then taken as the name of a body
        that no list knows (« Unis-Cité »), unless it begins with a word that names none.
        """
        found = [m for m in passage.mentions if not m.faint]
        if len(passage.text.split()) > _CELL_MAX:
            return found
        cues = apposes.free_cues(passage)
        end = self._before(passage, cues[0]) if cues else len(passage.text)
        return self._pieced(passage, found, 0, end)

    def _before(self, passage: Passage, cue: CueFound) -> int:
        """Where the names end that a dash or a comma parts from a first cue (« Initiative Beauce –
        avec la CCI »); 0 where none does."""
        at = bisect_left(passage.at, cue.span.start)
        before = passage.text[:at].rstrip()
        return len(before) - 1 if before[-1:] in _PARTED else 0

    def enumerated(self, passage: Passage, start: int, end: int) -> list[Mention]:
        """The bodies of the list that stands between two places of a passage."""
        at = Span(passage.at[start], passage.at[end - 1] + 1)
        inside = [m for m in passage.mentions if not m.faint and at.covers(m.span)]
        return self._pieced(passage, inside, start, end)

    def _pieced(
        self, passage: Passage, found: list[Mention], start: int, end: int
    ) -> list[Mention]:
        for piece in _pieces(passage, _PIECE.finditer(passage.text, start, end)):
            if self._touched(piece, passage, found):
                found += self._rest(piece, passage, found)
                continue
            mention = self._known(piece) or self._service(piece) or self._unlisted(piece)
            if mention:
                found.append(mention)
        return sorted(found, key=lambda m: m.span)

    def _touched(self, piece: Span, passage: Passage, found: Sequence[Mention]) -> bool:
        known = (*found, *passage.dispositifs)
        return any(piece.start < k.span.end and k.span.start < piece.end for k in known)

    def _rest(self, piece: Span, passage: Passage, found: Sequence[Mention]) -> list[Mention]:
        """Names beside a known one: « France Travail – m2A », « Mon Logement 27 Siloge »."""
        known = sorted(k.span for k in (*found, *passage.dispositifs) if _meet(k.span, piece))
        edges = [piece.start, *(e for s in known for e in (s.start, s.end)), piece.end]
        rest = []
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            if end - start < 2:
                continue
            gap = passage.between(start, end)
            if "(" in gap or ")" in gap:
                continue
            for part in _gaps(passage, start, end):
                mention = self._known(part) or self._unlisted(part)
                alone = part.start > start + 1 or part.end < end - 1
                if mention and ((alone and self._linked(gap)) or self._sure(part)):
                    rest.append(mention)
        return rest

    def _linked(self, gap: str) -> bool:
        return bool(_PARTS.search(f" {gap.strip()} ")) or gap.strip()[:1] in "–—-|"

    def _sure(self, part: Span) -> bool:
        """Do its own words say that it is a body: an acronym, « … Habitat », « Lycée … »?"""
        words = part.of(self._text)
        return bool(_LOUD.fullmatch(words) or self._lexicon.natures.of(words))

    def _known(self, piece: Span) -> Mention | None:
        words = piece.of(self._text)
        loose = self._reader.mentions(words, loose=True)
        whole = [m for m in loose if m.span.end - m.span.start >= len(words) - 4]
        return Mention(piece, whole[0].code, whole[0].type, whole[0].slug) if whole else None

    def _service(self, piece: Span) -> Mention | None:
        """« Service jeunesse », « Direction des sports »: the town's own."""
        words = piece.of(self._text).split()
        named = any(w[0].isupper() for w in words[1:]) and ascii_key(words[0]) == _POLE
        if len(words) > 1 and not named and ascii_key(words[0]) in self._lexicon.words["service"]:
            told = self._lexicon.natures.of(piece.of(self._text))
            body = self._lexicon.bodies[UNLISTED if told else _TOWN]
            slug = slugify(" ".join(words)) if told else body.code
            return Mention(piece, body.code, told or body.type, slug)
        return None

    def _unlisted(self, piece: Span) -> Mention | None:
        words = piece.of(self._text).split()
        lexicon, body = self._lexicon, self._lexicon.bodies[UNLISTED]
        elided = _ELIDED.match(piece.of(self._text))
        if elided:  # « L'UPPA »
            piece = Span(piece.start + elided.end(), piece.end)
            words = piece.of(self._text).split()
        noun = words
        if len(words) > 1 and ascii_key(words[0]) in lexicon.words["article"]:
            noun = words[1:] if words[1][0].isupper() else words  # « Le Volcan »
        told = lexicon.natures.of(" ".join(noun))
        letters = _LOUD.fullmatch(noun[0]) and not words[0].isupper()  # « La SEMIS »
        if noun is not words and (letters or told not in ("", body.type)):  # « Le Syndicat … »
            piece = Span(piece.end - len(piece.of(self._text)) + len(words[0]) + 1, piece.end)
            words = noun
        first = ascii_key(noun[0])
        if not noun[0][0].isupper() or len(words) > _NAME_MAX:
            return None
        if first in lexicon.words["sans-nom"] or first in lexicon.words["hors-nom"]:
            return None
        if first in lexicon.words["determinant"] or not any(c.isalpha() for c in noun[0]):
            return None
        name = " ".join(words)
        if slugify(name) in lexicon.places.communes:
            town = lexicon.bodies[_TOWN]
            return Mention(piece, town.code, town.type, town_slug(name))
        told = self._glossed.get(name) or lexicon.natures.of(name)
        return Mention(piece, body.code, told or body.type, slugify(name))


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _gaps(passage: Passage, start: int, end: int) -> Iterator[Span]:
    """The stretches of the source between two offsets that dashes and « et » part."""
    words = [(i, c) for i, c in zip(passage.at, passage.text, strict=True) if start <= i < end]
    text = "".join(c for _, c in words)
    at = 0
    for part in _PARTS.split(text):
        begin = text.index(part, at) if part else at
        at = begin + len(part)
        inner = part.strip(_EDGES)
        if len(inner) > 1:
            first = begin + part.index(inner)
            yield Span(words[first][0], words[first + len(inner) - 1][0] + 1)


def _pieces(passage: Passage, matches: Iterator[re.Match[str]]) -> Iterator[Span]:
    for match in matches:
        start, end = match.span()
        while start < end and passage.text[start] in _EDGES:
            start += 1
        while end > start and passage.text[end - 1] in _EDGES:
            end -= 1
        if end - start > 1:
            yield Span(passage.at[start], passage.at[end - 1] + 1)
