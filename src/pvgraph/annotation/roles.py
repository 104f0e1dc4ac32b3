"""Who is bound to a passage, and how: bodies that a cue reaches, and the cue's role."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pvgraph.annotation import asides, clauses
from pvgraph.lexicon import Lexicon
from pvgraph.nlp.reading import CueFound, Mention, Passage
from pvgraph.words import ascii_key

PORTEUR = "porteur"
PARTENAIRE = "partenaire"
FINANCEUR = "financeur"
_OPEN_ENDED = re.compile(r"\.\.|…")
_IN_CHARGE = 2
_ACTION = "action"


@dataclass(frozen=True, slots=True)
class Bound:
    """A mention and its role.

    `by` is what binds it: `sujet` (who does what the sentence says), `mot` (a cue before it),
    `agent` (« par », no comma before it), `acte` (« par » after
    a noun of action alone), `liste` (a bracket of bodies), `nature` (its kind takes
    part wherever it is named).
    """

    mention: Mention
    role: str
    by: str


class RoleReader:
    """Reads the roles of the bodies named in a passage."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._bodies = lexicon.bodies
        self._new = lexicon.words["article-nouveau"]
        self._small = lexicon.words["determinant"] | lexicon.words["lien"]
        self._objects = lexicon.words["objet"]
        self._counted = lexicon.words["compte"]
        self._verbs = lexicon.words["finale-verbe"]
        self._relative = self._small | lexicon.words["relatif"] | lexicon.words["avant-verbe"]
        self._people = self._small | lexicon.words["gens"] | self._counted
        self._agent = lexicon.words["agent"]
        self._aside = lexicon.words["destinataire"]
        self._never = lexicon.words["ne-porte-pas"]
        self._deeds = tuple(lexicon.words["fin-d-action"])
        self._to = lexicon.words["contraction-a"]
        self._reach = {"chaine": self._chained, "vers": self._handed, "action": self._acting}

    def bound(self, passage: Passage) -> list[Bound]:
        """Every body of the passage that a cue, a list in brackets or its kind gives a role."""
        if not passage.mentions:
            return []
        taken: dict[Mention, Bound] = {}
        for one in self._by_cue(passage):
            taken.setdefault(one.mention, one)
        for mention in self._opening(passage):
            taken.setdefault(mention, Bound(mention, PORTEUR, "sujet"))
        for mention, role in self._listed(passage):
            taken.setdefault(mention, Bound(mention, role, "liste"))
        for mention in passage.mentions:
            default = self._bodies[mention.code].default
            if (
                default
                and not mention.faint
                and mention not in taken
                and not (self._is_object(passage, mention))
            ):
                taken[mention] = Bound(mention, default, "nature")
        return sorted(taken.values(), key=lambda b: b.mention.span)

    def _is_object(self, passage: Passage, mention: Mention) -> bool:
        """« Doter les conseils citoyens d'un local »: what is done to a body is not done by it."""
        before = ascii_key(passage.between(passage.at[0], mention.span.start)).replace("'", "' ")
        words = before.split()
        if words and words[-1] in self._aside:
            return True  # « Présenter le plan aux conseils citoyens »
        while words and (words[-1] in self._small or words[-1] in self._counted):
            words.pop()
        return bool(words) and words[-1] in self._objects | self._aside

    def _by_cue(self, passage: Passage) -> Iterator[Bound]:
        before = [c for c in passage.cues if c.role and c.side == "avant"]
        after = [c for c in passage.cues if c.role and c.side != "avant"]
        for cue in before:
            for mention in self._subjects(passage, cue):
                strict = self._bodies[mention.code].strict
                if not strict or self._connects(passage.between(passage.at[0], mention.span.start)):
                    yield Bound(mention, cue.role, "sujet")
        for cue in after:
            reached = self._reach.get(cue.side, self._reached)
            agent = clauses.says_who_acts(passage, cue, self._agent)
            apart = passage.between(passage.at[0], cue.span.start).rstrip().endswith(",")
            by = "agent" if agent and not apart else "mot"
            by = "acte" if cue.side == _ACTION else by
            for mention in reached(passage, cue):
                one = Bound(mention, cue.role, by)
                strict = self._bodies[mention.code].strict
                firm = cue.firm and not self._talked_about(passage, cue, mention)
                if (firm or not strict) and not self._only_made(one):
                    yield one

    def _only_made(self, one: Bound) -> bool:
        """« les initiatives portées par les habitants » carry nothing of the item."""
        return one.by == "agent" and one.role == PORTEUR and one.mention.code in self._never

    def _talked_about(self, passage: Passage, cue: CueFound, mention: Mention) -> bool:
        """« avec leurs familles », « en lien avec le soutien aux parents »: for whom, not who."""
        before = ascii_key(passage.between(cue.span.end, mention.span.start))
        return before.split()[-1:] != [] and before.split()[-1] in self._aside

    def _subjects(self, passage: Passage, cue: CueFound) -> list[Mention]:
        """The bodies right before a verb: one for a singular, the whole list for a plural."""
        found: list[Mention] = []
        edge = self._before_aside(passage, cue.span.start)
        for mention in reversed(passage.mentions):
            if mention.span.start >= edge:
                continue
            gap = passage.between(mention.span.end, edge)
            if not self._connects(gap, self._relative):
                break
            found.append(mention)
            edge = mention.span.start
            if cue.single:
                break
        return found

    def _before_aside(self, passage: Passage, verb: int) -> int:
        """Where the subject must end: before « , en lien avec la CAF, » if that precedes a verb."""
        start = passage.at[0]
        if not passage.between(start, verb).rstrip().endswith(","):
            return verb
        asides = [
            c.span.start
            for c in passage.cues
            if c.role
            and c.side != "avant"
            and c.span.end < verb
            and passage.between(start, c.span.start).rstrip().endswith(",")
        ]
        return max(asides, default=verb)

    def _opening(self, passage: Passage) -> list[Mention]:
        """The bodies that open the passage before a plural or future verb: its subject."""
        found: list[Mention] = []
        edge = passage.at[0] if passage.at else 0
        for mention in passage.mentions:
            if not self._connects(passage.between(edge, mention.span.start)):
                break
            found.append(mention)
            edge = mention.span.end
        rest = passage.between(edge, edge + 40).split()
        if not found or not rest or self._bodies[found[0].code].default:
            return []
        if rest[0] == ":":
            return [m for m in found if not self._bodies[m.code].strict]
        verb = ascii_key(rest[0])
        ends = any(verb.endswith(e) and len(verb) > len(e) + 2 for e in self._verbs)
        return found if ends and verb not in self._small else []

    def _chained(self, passage: Passage, cue: CueFound) -> list[Mention]:
        """The bodies that follow a cue with nothing but articles and commas between."""
        found: list[Mention] = []
        edge = cue.span.end
        for mention in passage.mentions:
            if mention.span.start < edge:
                continue
            if not self._connects(passage.between(edge, mention.span.start), self._people):
                break
            found.append(mention)
            edge = mention.span.end
        apart = passage.between(passage.at[0], cue.span.start).rstrip().endswith(",")
        return asides.before_object(passage, found, self._new) if apart else found

    def _acting(self, passage: Passage, cue: CueFound) -> list[Mention]:
        """« Audit des bâtiments par l'agence », not « les jeunes suivis par l'agence »."""
        first = ascii_key(passage.text).split()[:1]
        done = bool(first) and first[0].endswith(self._deeds)
        return self._chained(passage, cue) if done else []

    def _handed(self, passage: Passage, cue: CueFound) -> list[Mention]:
        """« Confier l'entretien des abords à la régie »: the body behind « à », in the clause."""
        limit = clauses.end(passage, cue.span.end, passage.at[-1] + 1)
        for mention in passage.mentions:
            if mention.faint or not cue.span.end <= mention.span.start < limit:
                continue
            gap = ascii_key(passage.between(cue.span.end, mention.span.start)).replace("'", "' ")
            words = gap.split()
            while words and words[-1] in self._people and words[-1] not in self._to:
                words.pop()
            if words and words[-1] in self._to:
                return [mention]
        return []

    def _reached(self, passage: Passage, cue: CueFound) -> list[Mention]:
        """The bodies between a cue and the end of its clause."""
        later = (c for c in passage.cues if c.side != _ACTION)
        ends = [c.span.start for c in later if c.span.start >= cue.span.end]
        limit = min(ends, default=passage.at[-1] + 1)
        limit = clauses.end(passage, cue.span.end, limit)
        near = set(self._chained(passage, cue))
        found = [
            m
            for m in passage.mentions
            if cue.span.end <= m.span.start < limit and (m in near or not m.faint)
        ]
        before = passage.between(passage.at[0], cue.span.start).rstrip()
        return asides.inside(passage, found) if before.endswith(",") else found

    def _listed(self, passage: Passage) -> list[tuple[Mention, str]]:
        """The bodies of a bracket that holds nothing else: « (CAF, Education Nationale…) ».

        One or two at the very end say who is in charge (« (Ville) »); more are partners.
        """
        found: list[tuple[Mention, str]] = []
        if "(" not in passage.text:
            return found
        opened = [at for c, at in zip(passage.text, passage.at, strict=True) if c == "("]
        for start in opened:
            end = clauses.end(passage, start + 1, passage.at[-1] + 1)
            inside = [m for m in passage.mentions if start < m.span.start and m.span.end <= end]
            talked = all(self._bodies[m.code].strict for m in inside)  # « (parents, école…) »
            if not inside or talked or not self._pure(passage, inside, start + 1, end):
                continue
            rest = passage.between(max(m.span.end for m in inside), passage.at[-1] + 1)
            closing = not any(c.isalnum() for c in rest) and not _OPEN_ENDED.search(rest)
            role = PORTEUR if closing and len(inside) <= _IN_CHARGE else PARTENAIRE
            found += [(m, role) for m in inside]
        return found

    def _pure(self, passage: Passage, inside: list[Mention], start: int, end: int) -> bool:
        """Does this stretch hold only bodies, dispositifs and commas?"""
        known = [*inside, *(d for d in passage.dispositifs if start <= d.span.start < end)]
        edge = start
        for one in sorted(known, key=lambda k: k.span):
            if not self._connects(passage.between(edge, one.span.start)):
                return False
            edge = max(edge, one.span.end)
        return self._connects(passage.between(edge, end))

    def _connects(self, gap: str, allowed: frozenset[str] | None = None) -> bool:
        """Is there nothing but articles, commas and « et » between two things?"""
        words = ascii_key(gap).replace("'", "' ").replace(",", " ").replace("/", " ").split()
        small = allowed or self._small
        return all(w in small or not any(c.isalnum() for c in w) for w in words)
