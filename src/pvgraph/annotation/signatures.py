"""Who signs the contrat: the lists of signatories, with the person and the function printed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache

from pvgraph.annotation.annotator import reader_of
from pvgraph.annotation.resolve import Home, home
from pvgraph.annotation.signature_pages import MARKS, Zone, blocks, zones
from pvgraph.lexicon import Function, Lexicon
from pvgraph.lexicon.territoires import town_of, town_slug
from pvgraph.model import Document, Signature, Span
from pvgraph.nlp.reading import Mention, Reader
from pvgraph.nlp.unfolding import unfold
from pvgraph.words import ascii_key, slugify

_PIECE = re.compile(r"[^,;•]+")
_PROSE = 9
_MISPRINT = 0.88
_NAME_WORDS = range(2, 6)


def read(document: Document, lexicon: Lexicon) -> tuple[Signature, ...]:
    """The signatories that the text lists under a heading of its own, in its order.

    A body that appears twice keeps its first mention; the person and the function printed
    nearest are kept with it.
    """
    reader = reader_of(lexicon)
    found_zones = list(zones(document.text, lexicon))
    if not found_zones:
        return ()
    place = home(document, lexicon, reader)
    found: dict[str, Signature] = {}
    for zone in found_zones:
        for one in _Zoned(document, lexicon, reader, place).read(zone):
            known = found.get(one.acteur)
            found[one.acteur] = _completed(known, one) if known else one
    return tuple(found.values())


def _completed(known: Signature, again: Signature) -> Signature:
    return replace(
        known,
        representant=known.representant or again.representant,
        fonction=again.fonction if again.representant else known.fonction or again.fonction,
    )


@lru_cache(maxsize=2)
def _titles(lexicon: Lexicon) -> list[tuple[re.Pattern[str], Function]]:
    """Each form of a function, and the function, in the order of the list."""
    return [
        (re.compile(rf"{re.escape(ascii_key(form))}\b"), function)
        for function in lexicon.functions
        for form in function.forms
    ]


class _Zoned:
    """Reads one zone: who is named, then who signs and as what."""

    def __init__(self, document: Document, lexicon: Lexicon, reader: Reader, place: Home) -> None:
        self._document, self._lexicon = document, lexicon
        self._reader, self._home = reader, place
        self._class: Mention | None = None
        self._academies = [c for c, b in lexicon.bodies.items() if b.scope == "academie"]

    def read(self, zone: Zone) -> Iterator[Signature]:
        pending: Signature | None = None
        listed = list(blocks(self._document.text, zone.span))
        self._reader.prepare(self._document.text, map(_whole, listed))
        for lines in listed:
            if self._is_prose(lines):
                break
            bodies = self._bodies(lines)
            person, function = self._person(lines), self._function(lines)
            if len(bodies) > 1 and not person:
                yield from ([pending] if pending else [])
                yield from bodies
                pending = None
                continue
            if bodies and pending and self._precises(bodies[0], pending):
                pending = replace(bodies[0], representant=pending.representant)
            elif bodies and (pending is None or bodies[0].acteur != pending.acteur):
                yield from ([pending] if pending else [])
                pending = bodies[0]
            if pending:
                pending = replace(
                    pending,
                    representant=pending.representant or person,
                    fonction=function or pending.fonction,
                )
        yield from ([pending] if pending else [])

    def _precises(self, signature: Signature, pending: Signature) -> bool:
        """Does this name the same kind of body as the one above, whose place was not printed?"""
        return any(
            signature.acteur.startswith(c) and pending.acteur.startswith(c) for c in self._academies
        )

    def _words(self, lines: list[Span]) -> str:
        return " ".join(line.of(self._document.text) for line in lines)

    def _is_prose(self, lines: list[Span]) -> bool:
        words = self._words(lines)
        return words.endswith(".") and len(words.split()) >= _PROSE and not self._bodies(lines)

    def _bodies(self, lines: list[Span]) -> list[Signature]:
        text = self._document.text
        span = _whole(lines)
        words, at = unfold(text, span)
        mentions = [
            m._replace(span=Span(at[m.span.start], at[m.span.end - 1] + 1))
            for m in self._reader.mentions(words)
        ]
        if text[span.start] == "#" or words.endswith(":"):
            self._class = next((m for m in mentions if self._is_class(m)), None)
            return []
        if self._class and "," in words:
            return [self._listed(p) for p in self._pieces(span)]
        towns = [t for m in mentions if m.code == "communes" for t in self._towns(m, span)]
        named = [self._signature(m) for m in mentions if not self._is_class(m)]
        return towns or self._preferred(named, words)

    def _is_class(self, mention: Mention) -> bool:
        return self._lexicon.bodies[mention.code].scope == "contrat"

    def _preferred(self, named: list[Signature], words: str) -> list[Signature]:
        """One body a title: the State before its préfet, the one with a place before the bare."""
        function = self._title(words)
        if any(n.acteur == _STATE for n in named):
            return [n for n in named if n.type not in (_STATE, _SERVICE) or n.acteur == _STATE]
        if function is None:
            return named
        implied = self._lexicon.bodies[function.body] if function.body else None
        if implied and implied.code == _STATE:
            return [replace(n, acteur=_STATE, type=_STATE, label=implied.label) for n in named[:1]]
        if implied:
            same = [n for n in named if n.type == implied.type]
            return sorted(same, key=lambda n: (-len(n.acteur), -len(n.mention)))[:1] or named[:1]
        return sorted(named, key=lambda n: n.type in _PLACES_OF)[:1]

    def _signature(self, mention: Mention) -> Signature:
        slug = self._home.slug(mention, self._lexicon)
        return self._make(self._declared(slug), mention.type, mention.span)

    def _declared(self, slug: str) -> str:
        """The declared commune that a name means, even misprinted, by the slug declared for it."""
        towns = self._document.declaration.get("communes") or ()
        known = {town_slug(t["nom"]): t.get("acteur") for t in towns if isinstance(t, dict)}
        meant = [slug] if slug in known or not town_of(slug) else []
        meant = meant or get_close_matches(slug, known, 1, _MISPRINT) or [slug]
        return known.get(meant[0]) or meant[0]

    def _make(self, slug: str, kind: str, span: Span, label: str = "") -> Signature:
        words = span.of(self._document.text)
        return Signature(
            contrat=self._document.contrat,
            acteur=slug,
            type=kind,
            label=self._lexicon.label(slug) or label or words[:1].upper() + words[1:],
            mention=words,
            span=span,
        )

    def _listed(self, piece: Span) -> Signature:
        """A name in a list under a class (« Les bailleurs sociaux : »), known or not."""
        name = piece.of(self._document.text)
        known = [m for m in self._reader.mentions(name) if m.type == self._class.type]
        whole = known and known[0].span.end - known[0].span.start >= len(name) - 2
        slug = self._home.slug(known[0], self._lexicon) if whole else slugify(name)
        return self._make(slug, self._class.type, piece, name)

    def _towns(self, mention: Mention, span: Span) -> Iterator[Signature]:
        for piece in self._pieces(Span(mention.span.end, span.end)):
            words = piece.of(self._document.text)
            if words[:1].isupper() and len(words.split()) <= 5:
                yield self._make(town_slug(words), "commune", piece, f"Ville de {words}")

    def _pieces(self, span: Span) -> Iterator[Span]:
        """The comma-separated names of a span, articles and full stops left out."""
        text, small = self._document.text, self._lexicon.words["contraction-de"]
        for piece in _PIECE.finditer(text, span.start, span.end):
            start, end = piece.span()
            while start < end and text[start] in MARKS + "\n":
                start += 1
            while end > start and text[end - 1] in MARKS + "\n":
                end -= 1
            head = text[start:end].replace("’", "'")
            for word in sorted(small, key=len, reverse=True):
                if ascii_key(head).startswith(word + ("" if word.endswith("'") else " ")):
                    start += len(word) + (not word.endswith("'"))
                    break
            if end > start:
                yield Span(start, end)

    def _person(self, lines: list[Span]) -> str | None:
        for line in lines:
            words = [
                w
                for w in line.of(self._document.text).split()
                if ascii_key(w) not in self._lexicon.words["civilite"]
            ]
            if self._is_name(words, alone=len(lines) == 1):
                return " ".join(words)
        return None

    def _is_name(self, words: list[str], *, alone: bool) -> bool:
        if len(words) not in _NAME_WORDS or not all(w[0].isupper() for w in words):
            return False
        surname = any(w.isupper() and len(w.strip(".-")) > 1 for w in words)
        first = not all(w.isupper() and len(w.strip(".")) > 1 for w in words)
        lettered = alone and all(w.replace("-", "").isalpha() for w in words)
        if not (first and (surname or lettered)):
            return False
        line = " ".join(words)
        return not (self._title(line) or self._reader.mentions(line))

    def _title(self, words: str) -> Function | None:
        """The function that these words begin with, if they do."""
        small = self._lexicon.words["determinant"] | {"pour"}
        parts = re.split(r"(?<=')|\s+", ascii_key(words))
        while parts and parts[0] in small:
            parts.pop(0)
        start = " ".join(parts)
        return next((f for form, f in _titles(self._lexicon) if form.match(start)), None)

    def _function(self, lines: list[Span]) -> str | None:
        """The words of a block that say the function: its lines from the one with a title."""
        kept: list[str] = []
        for line in lines:
            words = line.of(self._document.text)
            if self._is_name(words.split(), alone=len(lines) == 1):
                if kept:
                    break
                continue
            if kept or self._title(words):
                kept.append(words)
        return " ".join(kept) or None


def _whole(lines: list[Span]) -> Span:
    """A block from its first line to its last."""
    return Span(lines[0].start, lines[-1].end)


_PLACES_OF = frozenset({"commune"})
_STATE, _SERVICE = "etat", "service-etat"
