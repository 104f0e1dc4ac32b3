"""Items said again: the same axe, project or action printed a second time in another place.

Exact repeats are found by their words; repeats that differ by a few words only inside a pair of
places already known to say the same (a sheet under the axe whose table names it, the second
printing of a group). Work grows with the number of items, not with its square.
"""

import re
from collections import defaultdict

from pvgraph.layouts.outline import Draft
from pvgraph.layouts.reperes import dotted
from pvgraph.model import Source
from pvgraph.reading.words import key

_WORDS = re.compile(r"\w+")
_BRACKETED = re.compile(r"\s*\([^()]*\)$")  # « Écoquartier de la gare (NPNRU) »
_CUT = re.compile(r"[,;(]")
STEM = 3  # letters of a verb that its infinitive and its gerund share
CORE = 6  # words of an act said again for another body
SAME_AXE = 0.75
SAME_SHEET = 0.5
SAME_ITEM = 0.7
LONG = 5  # headings of fewer words are the same only word for word
RARE, NEAR = 4, 40  # words looked up for a heading, headings tried for each
WINDOW = 60  # items looked back for one said again
APART = ("indicateur", "resultat")  # never one thing, whatever their words
SHORT = 3  # an exact repeat of fewer words than this says nothing


def _tokens(words: str) -> frozenset[str]:
    return frozenset(w for w in _WORDS.findall(key(words)) if len(w) > 2)


def _core(words: str) -> tuple[str, ...]:
    """What is done: the words before the first comma or bracket, the verb without its ending."""
    first, *rest = _WORDS.findall(key(_CUT.split(words, maxsplit=1)[0])) or [""]
    return (first[:STEM], *(w for w in rest if len(w) > 2))


def _likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """Shared words over all words (Jaccard)."""
    return len(a & b) / len(a | b) if a | b else 0.0


def _apart(one: str | None, other: str | None) -> bool:
    """Whether two headings have each their number, not the same (« Axe 1 », « Axe 2 »)."""
    numbers = dotted(one), dotted(other)
    return all(numbers) and numbers[0] != numbers[1]


class Merger:
    """Finds for each draft the earlier one that it repeats; `printed` is what each says."""

    def __init__(self, text: str, drafts: list[Draft]) -> None:
        self.text, self.drafts = text, drafts
        self.printed = {d: d.span.of(text) for d in drafts}
        self.words = {
            d: _tokens(" ".join([said, *(s.of(text) for s in d.also)]))
            for d, said in self.printed.items()
            if d.niveau not in APART
        }
        self.same: dict[Draft, Draft] = {}

    def run(self) -> dict[Draft, Draft]:
        self._axes()
        self._exact()
        self._listed()
        self._cores()
        self._siblings()
        return self.same

    def root(self, draft: Draft | None) -> Draft | None:
        while draft is not None and draft in self.same:
            draft = self.same[draft]
        return draft

    def _axes(self) -> None:
        """Headings repeated, or a short label whose words end an earlier heading."""
        by_word: dict[str, list[Draft]] = defaultdict(list)
        for draft in self.drafts:
            words = self.words[draft] if draft.niveau == "axe" else frozenset()
            if not words:
                continue
            rare = sorted((w for w in words if by_word[w]), key=lambda w: (len(by_word[w]), w))
            near = dict.fromkeys(d for w in rare[:RARE] for d in by_word[w][:NEAR])
            found = [d for d in near if self._same_axe(d, draft)]
            if found and len(words) >= 2:
                self.same[draft] = found[0]
                continue
            for word in words:
                by_word[word].append(draft)

    def _same_axe(self, early: Draft, late: Draft) -> bool:
        if early.parent is late.parent is not None and early.span.end > late.span.start - 5:
            return False
        a, b = self.words[early], self.words[late]
        if a == b or (min(len(a), len(b)) >= LONG and _likeness(a, b) >= SAME_AXE):
            return True
        missing = len(b - a)
        rows = early.regle == late.regle or _apart(early.numero, late.numero)
        return late.regle == "tableau" and not rows and len(b) >= 2 and missing <= (len(b) > 2)

    def _exact(self) -> None:
        """The same words at the same level for the same body."""
        seen: dict[tuple[str, str, str], Draft] = {}
        for draft in self.drafts:
            if draft.niveau in (*APART, "axe") or len(self.words[draft]) < SHORT:
                continue
            mark = (draft.niveau, key(self.printed[draft]), self._bodies(draft.sources))
            early = seen.setdefault(mark, draft)
            if early is not draft:
                self.same[draft] = early

    def _listed(self) -> None:
        """A row of a table and a sheet or heading of the very same words, but for a bracket at the
        end, whoever each names."""
        seen: dict[str, Draft] = {}
        for draft in self.drafts:
            if draft.niveau not in ("action", "projet") or len(self.words[draft]) < 2:
                continue
            words = _BRACKETED.sub("", self.printed[draft])
            early = seen.setdefault(key(words), draft)
            forms = {early.regle, draft.regle}
            if len(forms) > 1 and "tableau" in forms and draft.parent is not early:
                self.same.setdefault(draft, early)
                if draft.regle == "fiche":  # a table of contents of sheets holds what they are
                    early.niveau = draft.niveau

    def _cores(self) -> None:
        """The same act for another list or sheet: « Tenir un guichet unique », « tenant un guichet
        unique, avec la Ville »; long enough not to be two bodies' acts of one kind."""
        seen: dict[tuple[str, ...], Draft] = {}
        for draft in self.drafts:
            if draft.niveau not in ("objectif", "action", "projet") or draft in self.same:
                continue
            core = _core(self.printed[draft])
            if len(core) < CORE:
                continue
            early = seen.setdefault((draft.niveau, *core), draft)
            if early is not draft and early.parent is not draft.parent:
                self.same[draft] = early

    def _bodies(self, sources: list[Source]) -> str:
        carriers = [s.span.of(self.text) for s in sources if s.role == "porteur"]
        return key(" ".join(carriers))

    def _siblings(self) -> None:
        """Sheets under the axe whose table lists them; items under a heading printed again."""
        groups: dict[Draft | None, list[Draft]] = defaultdict(list)
        for draft in self.drafts:
            if draft.niveau in ("objectif", "action", "projet"):
                parent = draft.parent
                while parent is not None and parent.regle == "titre-en-puce":
                    parent = parent.parent
                groups[self.root(parent)].append(draft)
        for members in groups.values():
            if len({(d.parent, d.regle) for d in members}) > 1:
                self._pair(members)

    def _pair(self, members: list[Draft]) -> None:
        for rank, late in enumerate(members):
            if late in self.same:
                continue
            near = members[max(0, rank - WINDOW) : rank]
            window = [d for d in near if d.parent is not late.parent or d.regle != late.regle]
            best = max(
                window, key=lambda d: _likeness(self.words[d], self.words[late]), default=None
            )
            if best is not None and self._repeats(best, late):
                self.same[late] = best

    def _repeats(self, early: Draft, late: Draft) -> bool:
        likeness = _likeness(self.words[early], self.words[late])
        if late.regle == "fiche" and early.regle == "tableau":
            return likeness >= SAME_SHEET
        if early.niveau != late.niveau:
            return False
        if early.parent is not late.parent:
            return likeness >= SAME_ITEM
        new = self.words[late] - self.words[early]
        return early.regle != late.regle and len(self.words[late]) >= 5 > 4 * len(new)
