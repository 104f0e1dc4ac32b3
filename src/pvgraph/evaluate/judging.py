"""Gold and prediction compared, one decision at a time; every figure is a count of these."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pvgraph.evaluate.gold import Gold
from pvgraph.evaluate.matching import Pairing
from pvgraph.evaluate.rows import GROUPS
from pvgraph.evaluate.words import key
from pvgraph.model import MESURES, Extraction, Record, Signature, fold

_WITH_ACTEURS = MESURES | {"realisation"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision: `outcome` is `juste`, `manque` (gold alone has it), `trop` (prediction alone
    has it) or `faux` (both have a value, not the same).

    `unit` is the item that the decision belongs to (what a bootstrap draws), `facet` the niveau,
    role or theme by which the row can be split; `start`, `end`, `text` the item in the source,
    `regle` the rule that found the predicted item.
    """

    row: str
    outcome: str
    contrat: str
    unit: str
    expected: str
    found: str
    facet: str
    start: int
    end: int
    text: str
    regle: str = ""


def judge(pairing: Pairing, extraction: Extraction) -> tuple[Judgement, ...]:
    """Every decision on one contrat, row by row."""
    readers: tuple[Callable[[Pairing], Iterator[Judgement]], ...] = (
        _items,
        _niveaux,
        _parents,
        _acteurs,
        _named,
        _themes,
        _merges,
        _names,
    )
    judged = [j for reader in readers for j in reader(pairing)]
    judged += _offsets(pairing.gold, extraction)
    judged += _signatories(pairing.gold, extraction)
    return tuple(judged)


def _judgement(
    row: str, outcome: str, contrat: str, at: Record, unit: str = "", **said: str
) -> Judgement:
    values = {"expected": "", "found": "", "facet": "", "regle": at.regle} | said
    start, end = at.span.start, at.span.end
    return Judgement(
        row, outcome, contrat, unit or at.id, start=start, end=end, text=at.text, **values
    )


def _items(pairing: Pairing) -> Iterator[Judgement]:
    gold = pairing.gold
    for row, niveaux in GROUPS.items():
        for g in gold.records:
            if not pairing.counts(g, niveaux):
                continue
            p = pairing.found.get(g.id)
            said = {"expected": g.niveau, "found": p.niveau if p else "", "facet": g.niveau}
            outcome = "juste" if p else "manque"
            yield _judgement(row, outcome, gold.contrat, g, regle=p.regle if p else "", **said)
        for p in pairing.extra:
            if p.niveau in niveaux:
                said = {"found": p.niveau, "facet": p.niveau}
                yield _judgement(row, "trop", gold.contrat, p, unit=f"+{p.id}", **said)


def _part(pairing: Pairing, row: str, g: Record, p: Record, right: bool, **said: str) -> Judgement:
    outcome = "juste" if right else "faux"
    return _judgement(row, outcome, pairing.gold.contrat, g, regle=p.regle, **said)


def _niveaux(pairing: Pairing) -> Iterator[Judgement]:
    for g, p in pairing.both(MESURES):
        said = {"expected": g.niveau, "found": p.niveau, "facet": g.niveau}
        yield _part(pairing, "niveau", g, p, g.niveau == p.niveau, **said)


def _parents(pairing: Pairing) -> Iterator[Judgement]:
    for g, p in pairing.both():
        if not g.parent:
            continue
        want = pairing.found.get(g.parent)
        right = want is not None and p.parent == want.id
        above = pairing.gold.by_id.get(g.parent)
        given = pairing.predicted.get(p.parent or "")
        said = {
            "expected": f"{above.niveau} « {above.text} »" if above else "",
            "found": f"{given.niveau} « {given.text} »" if given else "",
            "facet": g.niveau,
        }
        yield _part(pairing, "parent", g, p, right, **said)


def _sets(
    pairing: Pairing, row: str, g: Record, p: Record | None, wanted: set[str], given: set[str]
) -> Iterator[Judgement]:
    """One decision for each value that either side gives; `code rôle` is split by its last word."""
    regle = p.regle if p else ""
    for outcome, values in (
        ("juste", wanted & given),
        ("manque", wanted - given),
        ("trop", given - wanted),
    ):
        for value in sorted(values):
            said = {"facet": value.rsplit(" ", 1)[-1]}
            said |= {"expected": value} if outcome != "trop" else {}
            said |= {"found": value} if outcome != "manque" else {}
            yield _judgement(row, outcome, pairing.gold.contrat, g, regle=regle, **said)


def _acteurs(pairing: Pairing) -> Iterator[Judgement]:
    gold = pairing.gold
    for g in gold.records:
        if not pairing.counts(g, _WITH_ACTEURS):
            continue
        p = pairing.found.get(g.id)
        given = p.acteurs if p else ()
        types = ({f"{a.type} {a.role}" for a in who} for who in (g.acteurs, given))
        slugs = ({f"{a.acteur} {a.role}" for a in who} for who in (g.acteurs, given))
        yield from _sets(pairing, "acteur_type", g, p, *types)
        yield from _sets(pairing, "acteur", g, p, *slugs)


def _named(pairing: Pairing) -> Iterator[Judgement]:
    for g, p in pairing.both(MESURES):
        wanted = {f"{a.type} {a.role}" for a in g.acteurs if a.mention}
        given = {f"{a.type} {a.role}" for a in p.acteurs if a.mention}
        yield from _sets(pairing, "acteur_nomme", g, p, wanted, given)


def _themes(pairing: Pairing) -> Iterator[Judgement]:
    for g, p in pairing.both(MESURES):
        right = bool(p.themes) and p.themes[0] in g.themes
        said = {"expected": " | ".join(g.themes), "found": p.themes[0] if p.themes else ""}
        facet = g.themes[0] if g.themes else ""
        yield _part(pairing, "theme_principal", g, p, right, facet=facet, **said)
        yield from _sets(pairing, "themes", g, p, set(g.themes), set(p.themes))


def _root(record: Record, by_id: dict[str, Record]) -> str:
    seen = {record.id}
    while record.merge and record.merge in by_id and record.merge not in seen:
        record = by_id[record.merge]
        seen.add(record.id)
    return record.id


def _merges(pairing: Pairing) -> Iterator[Judgement]:
    for g, p in pairing.both():
        if not g.merge:
            continue
        first = pairing.found.get(g.merge)
        by_id = pairing.predicted
        right = first is not None and _root(p, by_id) == _root(first, by_id)
        given = by_id.get(p.merge or "")
        wanted = pairing.gold.by_id.get(g.merge)
        said = {"expected": wanted.text if wanted else "", "found": given.text if given else ""}
        yield _part(pairing, "merge", g, p, right, facet=g.niveau, **said)


def _names(pairing: Pairing) -> Iterator[Judgement]:
    """Names as written: the same where one holds the other, accents and case apart."""
    for g, p in pairing.both(MESURES):
        for row in ("dispositifs", "publics"):
            wanted = {key(name): name for name in getattr(g, row)}
            given = {key(name): name for name in getattr(p, row)}
            for k, name in wanted.items():
                hit = any(k in other or other in k for other in given)
                outcome, found = ("juste", name) if hit else ("manque", "")
                said = {"expected": name, "found": found}
                yield _judgement(row, outcome, pairing.gold.contrat, g, regle=p.regle, **said)
            for k, name in given.items():
                if not any(k in other or other in k for other in wanted):
                    yield _judgement(
                        row, "trop", pairing.gold.contrat, g, regle=p.regle, found=name
                    )


def _offsets(gold: Gold, extraction: Extraction) -> Iterator[Judgement]:
    """Every position given in the whole text, not only inside the lines that were read."""
    for record in extraction.records:
        said = [(record.text, record.span)]
        said += [(a.mention, a.span) for a in record.acteurs if a.span]
        for words, span in said:
            read = span.of(gold.text) if 0 <= span.start < span.end <= len(gold.text) else ""
            outcome = "juste" if read and read == fold(words) else "faux"
            values = {"expected": words, "found": read}
            yield _judgement("offsets", outcome, gold.contrat, record, f"+{record.id}", **values)


def _signatories(gold: Gold, extraction: Extraction) -> Iterator[Judgement]:
    """The bodies that sign, and for each one found the person printed beside it."""
    if gold.signatories is None:
        return
    wanted = {s.acteur: s for s in gold.signatories}
    given = {s.acteur: s for s in extraction.signatures}
    for slug in sorted(wanted.keys() | given.keys()):
        g, p = wanted.get(slug), given.get(slug)
        outcome = "trop" if g is None else "juste" if p else "manque"
        said = {"expected": slug if g else "", "found": slug if p else ""}
        yield _signed(gold.contrat, "signataires", outcome, g or given[slug], **said)
        if g and p and g.representant:
            right = key(g.representant) == key(p.representant or "")
            said = {"expected": g.representant, "found": p.representant or ""}
            yield _signed(gold.contrat, "representant", "juste" if right else "faux", g, **said)


def _signed(
    contrat: str, row: str, outcome: str, at: Signature, expected: str, found: str
) -> Judgement:
    start, end = at.span.start, at.span.end
    unit = f"={at.acteur}"
    return Judgement(row, outcome, contrat, unit, expected, found, "", start, end, at.mention)
