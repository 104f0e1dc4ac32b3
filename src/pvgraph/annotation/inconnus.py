"""Bodies that no list knows: a proper name right where only a body can stand.

« en lien avec Savoie Deux Mers », « L'ENTPE animera … », « les bailleurs (SIGUY, SIMKO) »: the
cue, the verb or the class says that it is a body, its own words say of what kind.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from pvgraph.annotation import clauses, complements, pays
from pvgraph.annotation.glossaires import glosses
from pvgraph.annotation.membres import NAME, OPENED, WORD, Members
from pvgraph.lexicon import Lexicon
from pvgraph.lexicon.territoires import town_slug
from pvgraph.model import Span
from pvgraph.nlp.reading import UNLISTED, Mention, Passage
from pvgraph.words import ascii_key, slugify

_FUTURE = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}r(?:a|ont)\b")  # a verb in the future
_ENDING = re.compile(r"r(?<=[^\W\d_]{2}r)(?:a|ont)\b")  # its ending, quicker to look for
_CLAUSE = re.compile(r"[.;:]\s+")
_SKIP = re.compile(r"[\s,/&–-]+|[^\W\d_]+['’]|[^\W\d_]+(?=[\s,])|n°")
_ARTICLE = r"(?:de la |de |du |des |d['’]|la |le |les |l['’])?"
_SITED = re.compile(
    r"(?:quartiers?|QPV|secteurs?|cités?|rues?|places?|habitants de|à)\s+"
    rf"{_ARTICLE}({NAME.pattern})"
)
_ARTICLES = r"[A-ZÀ-Þ]{before}(?:[^\W\d_]{{1,2}}\s+|['’])"
_TITLE = re.compile(rf"({_ARTICLES.format(before='')})({WORD})")
_MIDST = r"(?<=[a-zß-ÿ,(]\s.)"  # of a sentence; looked back for only where a capital stands
_INSIDE = re.compile(rf"({_ARTICLES.format(before=_MIDST)})({WORD})")
_COLON = re.compile(r"\s?:\s?")
_LEAD = re.compile(r"[^\W\d_]+,\s+")
_SHORT = 6  # words of a name
_TOWN, _COMMUNE = "ville", "commune"
_LOUD = 3  # letters of an acronym


class Unlisted:
    """Reads the unknown bodies of one document's passages."""

    def __init__(self, text: str, lines: Sequence[str], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._words = lexicon.words
        self._small = self._words["determinant"] | self._words["lien"]
        self._barred = self._words["sans-nom"] | self._words["hors-nom"] | self._small
        self._to = re.compile(rf"\s(?:{'|'.join(sorted(self._words['contraction-a']))})\s", re.I)
        self._members = Members(self._words["classe-nommee"], self._mention)
        self._agent = partial(clauses.says_who_acts, agents=self._words["agent"])
        self.glossed = self._glossary(lines)
        self._titles = {
            m.group(2)
            for m in _INSIDE.finditer(text)
            if ascii_key(m.group(1)).strip() in self._words["devant-nom"]
            and not m.group(2).isupper()  # « L'UPPA », « Le TAP »
        }
        self._sites = {
            ascii_key(m.group(1)) for m in _SITED.finditer(text) if not m.group(1).isupper()
        }

    def _glossary(self, lines: Sequence[str]) -> dict[str, str]:
        """Each acronym of the text's glossary, and the kind of body that it is, if one."""
        named = (gloss for line in lines for gloss in glosses(line))
        return {acronym: self._lexicon.natures.of(words) for acronym, words in named}

    def completed(self, passage: Passage) -> Passage:
        """`passage` with the unknown bodies that its cues, verbs and classes show."""
        passage = self._members.named(passage)
        added: dict[Span, Mention] = {}
        for start in self._entries(passage):
            found, _ = self._chain(passage, start)
            added.update((m.span, m) for m in found)
        for start, end in (*self._subjects(passage), *self._brackets(passage)):
            found, last = self._chain(passage, start)
            if found and last >= end:
                added.update((m.span, m) for m in found)
        if not added:
            return passage
        both = (*passage.mentions, *added.values())
        return replace(passage, mentions=tuple(sorted(both, key=lambda m: m.span)))

    def listed(self, passage: Passage, sure: bool = False) -> Passage:
        """The same of a passage that holds nothing but names, with a comma or « et » between;
        `sure`: one name alone is a body too, as before « s'engage à : »."""
        several = sure or passage.mentions or "," in passage.text
        found, end = self._chain(passage, self._opening(passage.text)) if several else ([], 0)
        if not found or any(c.isalnum() for c in passage.text[end:]):
            return passage
        both = (*passage.mentions, *found)
        return replace(passage, mentions=tuple(sorted(both, key=lambda m: m.span)))

    def _opening(self, text: str) -> int:
        """Where the names begin after « Enfin, » or « Du côté de »."""
        opening = _LEAD.match(text)
        return opening.end() if opening else 0

    def _entries(self, passage: Passage) -> Iterator[int]:
        """Where the words begin that a cue binds."""
        for cue in passage.cues:
            if cue.role and cue.side != "avant" and (cue.firm or self._agent(passage, cue)):
                after = bisect_left(passage.at, cue.span.end)
                colon = _COLON.match(passage.text, after)
                yield colon.end() if colon else after
            if cue.side == "vers":  # « confier l'entretien des abords à La Riposte »
                handed = self._to.search(passage.text, bisect_left(passage.at, cue.span.end))
                yield from [handed.end()] if handed else []

    def _subjects(self, passage: Passage) -> Iterator[tuple[int, int]]:
        """For each verb of promise, where its clause begins and where the verb stands."""
        for cue in passage.cues:
            if cue.role and cue.side == "avant":
                verb = bisect_left(passage.at, cue.span.start)
                yield self._clause(passage.text, verb), verb
        verb = _ENDING.search(passage.text) and _FUTURE.search(passage.text)
        if verb:
            yield self._clause(passage.text, verb.start()), verb.start()

    def _brackets(self, passage: Passage) -> Iterator[tuple[int, int]]:
        """« (CAF, Unis-Cité, centres sociaux…) »: a bracket with a body in it, and its end."""
        if "(" not in passage.text:
            return
        bodies = [bisect_left(passage.at, m.span.start) for m in passage.mentions if not m.faint]
        for bracket in OPENED.finditer(passage.text):
            start, end = bracket.span(1)
            if "," in bracket.group(1) and any(start <= b < end for b in bodies):
                words = bracket.group(1).rstrip(" .…")
                yield start, start + len(words)

    def _clause(self, text: str, before: int) -> int:
        ends = [m.end() for m in _CLAUSE.finditer(text, 0, before)]
        return ends[-1] if ends else 0

    def _chain(self, passage: Passage, at: int) -> tuple[list[Mention], int]:
        """The unknown names of a run « X, Y et la Ville », and where the run ends."""
        known = {bisect_left(passage.at, m.span.start): m for m in passage.mentions if not m.faint}
        others = [*passage.dispositifs, *passage.publics]
        starts = sorted([*known, *(bisect_left(passage.at, o.span.start) for o in others)])
        named = {bisect_left(passage.at, p.span.start) for p in passage.publics}
        named = {s for s in named if passage.text[s].isupper()}  # « Espace Femmes »
        found: list[Mention] = []
        # « la Ville du Havre, Harfleur »: a name after a town's is one, unless all say « Ville »
        towns = spelled = False
        while at < len(passage.text):
            if at in known:
                town = known[at].type == _COMMUNE and known[at].slug != known[at].code
                towns, spelled = town and not spelled, town or spelled
                at = bisect_left(passage.at, known[at].span.end - 1) + 1
                glued = NAME.match(passage.text, at + 1)
                if glued and passage.text[at : at + 1] == " ":
                    at = pays.end(passage.text, glued.end(), starts, self._lexicon)
                continue
            small = _SKIP.match(passage.text, at)
            title = self._title(passage.text, at)
            if small and self._is_small(small.group()) and title in (None, *starts):
                at = small.end()
                continue
            limit = next((s for s in starts if s > at and s not in named), len(passage.text))
            name = NAME.match(passage.text, at, limit)
            if at in starts or name is None:
                break
            end = self._end(passage.text, name, min((k for k in known if k > at), default=None))
            mention = self._mention(passage, name.start(), end, _COMMUNE if towns else "")
            if mention is not None:
                found.append(mention)
            elif ascii_key(name.group()) not in self._sites:
                break
            at = end
        return found, at

    def _end(self, text: str, name: re.Match[str], before: int | None) -> int:
        """Where a name ends, its complement in small letters taken."""
        limit = len(text) if before is None else before
        return complements.end(text, *name.span(), limit, self._lexicon.natures, self._words)

    def _title(self, text: str, at: int) -> int | None:
        """Where the word after an article stands, if the article is of the name: « Le Fanal »."""
        found = _TITLE.match(text, at)
        return found.start(2) if found and found.group(2) in self._titles else None

    def _is_small(self, word: str) -> bool:
        key = ascii_key(word)
        return not any(c.isalnum() for c in key) or key in self._small

    def _mention(self, passage: Passage, start: int, end: int, kind: str = "") -> Mention | None:
        """The body of these words, unless they are known to be none."""
        name = passage.text[start:end]
        if self._is_none(name):
            return None
        span = Span(passage.at[start], passage.at[end - 1] + 1)
        town = slugify(name)
        of = self._lexicon.natures.of
        if kind == _COMMUNE and (name.isupper() or of(name) not in ("", _COMMUNE)):
            kind = ""  # « la Ville de Dole, Habitat du Jura », « la Ville de Dole, AJAR »
        if kind == _COMMUNE or (not kind and town in self._lexicon.places.communes):
            body = self._lexicon.bodies[_TOWN]
            return Mention(span, body.code, body.type, town_slug(name))
        if ascii_key(name) in self._sites or (
            name.isupper() and any(t.span.covers(span) for t in passage.themes)
        ):
            return None
        body = self._lexicon.bodies[UNLISTED]
        told = kind or self.glossed.get(name, "") or self._lexicon.natures.of(name)
        return Mention(span, body.code, told or body.type, town)

    def _is_none(self, name: str) -> bool:
        words = name.split()
        titled = len(words) > 1 and words[1] in self._titles
        first = ascii_key(words[titled])
        glossed = self.glossed.get(name)
        return (
            len(words) > _SHORT
            or first in self._barred
            or glossed == ""
            or len(name) < _LOUD
            or not any(c.isalpha() for c in name)
        )
