"""The bodies, dispositifs and publics that the contrats name: one IRI each, one label each."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pvgraph.graph.mesures import dispositif_iri, public_iri
from pvgraph.graph.names import FOAF, ORG, PV, SKOS, iri
from pvgraph.graph.sheet import Sheet, fr, plain
from pvgraph.model import Extraction, Participation

_COLLECTIVE = "signataires-"


@dataclass(frozen=True, slots=True)
class Body:
    """One body: its code, its type's code, its label, and how the texts call it."""

    slug: str
    type: str
    label: str
    mentions: tuple[str, ...] = ()


def bodies(extractions: Iterable[Extraction], labels: Mapping[str, str]) -> list[Body]:
    """Every body that an engagement, réalisation or signature names, sorted by code.

    A body without a label in `labels` is called as the texts most often call it.
    """
    mentions: dict[str, Counter[str]] = defaultdict(Counter)
    types: dict[str, Counter[str]] = defaultdict(Counter)
    signed: dict[str, str] = {}
    for extraction in extractions:
        for part in _participations(extraction):
            mentions[part.acteur].update([part.mention] if part.mention else [])
            types[part.acteur][part.type] += 1
        for one in extraction.signatures:
            types[one.acteur][one.type] += 1
            mentions[one.acteur][one.mention] += 1
            signed[one.acteur] = one.label
    known = {**signed, **labels}
    return [
        Body(code, _most(types[code]), known.get(code) or _most(mentions[code]) or code,
             tuple(sorted(mentions[code])))
        for code in sorted(types)
    ]  # fmt: skip


def _participations(extraction: Extraction) -> Iterable[Participation]:
    return (part for record in extraction.records for part in record.acteurs)


def _most(counter: Counter[str]) -> str:
    """The most frequent, the first in order of the alphabet among equals; empty for none."""
    return min(counter, key=lambda word: (-counter[word], word), default="")


def write(sheet: Sheet, everyone: Iterable[Body]) -> None:
    for body in everyone:
        acteur = sheet.a(iri("acteur", body.slug), PV.Acteur, FOAF.Agent)
        sheet.name(acteur, body.label)
        sheet.say(acteur, PV.typeActeur, iri("type-acteur", body.type))
        sheet.say(acteur, SKOS.notation, plain(body.slug))
        others = [fr(m) for m in body.mentions if m != body.label]
        sheet.say(acteur, SKOS.altLabel, *others)
        if body.slug.startswith(_COLLECTIVE):
            sheet.a(acteur, PV.CollectifDeSignataires, ORG.OrganizationalCollaboration)


def members(sheet: Sheet, extractions: Iterable[Extraction]) -> None:
    """The signatories are the members of their contrat's collective."""
    for extraction in extractions:
        collective = iri("acteur", _COLLECTIVE + extraction.contrat)
        for one in extraction.signatures:
            sheet.say(collective, ORG.hasMember, iri("acteur", one.acteur))


def schemes_and_publics(sheet: Sheet, extractions: Iterable[Extraction]) -> None:
    """Dispositifs and publics, called as the texts most often call them."""
    kinds = (
        (dispositif_iri, PV.Dispositif, "dispositifs"),
        (public_iri, PV.PublicCible, "publics"),
    )
    extractions = list(extractions)
    for to_iri, kind, field in kinds:
        names: dict = defaultdict(Counter)
        for extraction in extractions:
            for record in extraction.records:
                for name in getattr(record, field):
                    names[to_iri(name)][name] += 1
        for thing, forms in names.items():
            sheet.a(thing, kind)
            sheet.name(thing, _most(forms))
            sheet.say(thing, SKOS.altLabel, *(fr(f) for f in forms if f != _most(forms)))
