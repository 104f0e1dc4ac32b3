"""The bodies, dispositifs and publics that the contrats name: one IRI each, one label each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import NamedNode

from pvgraph.graph.names import ADMS, DCT, FOAF, ORG, OWL, PROV, PV, SKOS, SKOSXL, iri, slug
from pvgraph.graph.referents import Known, Name, Referents
from pvgraph.graph.sheet import Sheet, boolean, en, fr, plain, year
from pvgraph.graph.tally import Named, Tally
from pvgraph.graph.territoires import place_iri

_EPCI = "epci"
_KINDS = {
    "organisme": (PV.Organisme, ORG.Organization),
    "categorie": (PV.CategorieDActeurs, FOAF.Group),
    "collectif": (PV.CollectifDeSignataires, ORG.OrganizationalCollaboration),
}


@dataclass(frozen=True, slots=True)
class Body:
    """One body: its code, its type's code, what is known of it, how the texts call it."""

    code: str
    type: str
    known: Known
    mentions: tuple[str, ...] = ()


def bodies(
    tallies: Iterable[Tally], referents: Referents, declarations: Iterable[Mapping] = ()
) -> list[Body]:
    """Every body that an engagement, réalisation or signature names, and the intercommunalité of
    each contrat (`declarations`) where the lists know it, sorted by code.

    A body that no list knows is called as it signs, or as the texts most often call it.
    """
    mentions: dict[str, dict[str, int]] = defaultdict(dict)
    types: dict[str, dict[str, int]] = defaultdict(dict)
    signed: dict[str, str] = {}
    for tally in tallies:
        signed |= tally.signatories
        for (code, kind, mention), times in tally.bodies.items():
            known = types[code]
            known[kind] = known.get(kind, 0) + times
            if mention:
                said = mentions[code]
                said[mention] = said.get(mention, 0) + times
    for code in filter(None, (_epci(d, referents)[0] for d in declarations)):
        types[code][_EPCI] = types[code].get(_EPCI, 0) + 1
    return [
        Body(
            code,
            most(types[code]),
            referents.known(code) or Known(signed.get(code) or most(mentions[code]) or code, ""),
            tuple(sorted(mentions[code])),
        )
        for code in sorted(types)
    ]


def _epci(declaration: Mapping, referents: Referents) -> tuple[str, str]:
    """The code and the SIREN of the intercommunalité whose contrat it is; empty if unknown."""
    declared = declaration.get("epci") or {}
    code = referents.epci(declared["nom"]) if declared.get("nom") else ""
    return code, str(declared.get("siren", ""))


def identifiers(sheet: Sheet, declaration: Mapping, referents: Referents) -> None:
    """The SIREN of the intercommunalité: a body's own number, that of its territory too."""
    code, siren = _epci(declaration, referents)
    if code and siren:
        acteur = iri("acteur", code)
        sheet.say(acteur, DCT.identifier, plain(f"SIREN:{siren}"))
        sheet.say(acteur, ADMS.identifier, iri("identifiant", "siren", slug(siren)))


def most(times: Mapping[str, int]) -> str:
    """The most frequent, the first in order of the alphabet among equals; empty for none."""
    if len(times) == 1:
        return next(iter(times))
    return min(times, key=lambda word: (-times[word], word), default="")


def makings(body: Body) -> str:
    """All that a body's triples are made of besides the project's lists."""
    known = body.known
    place = f"{known.place_kind} {known.place.name}" if known.place else ""
    words = (body.code, body.type, known.label, known.label_en, known.kind, place, known.contrat)
    return "\0".join(("acteur", *words, *body.mentions))


def write(sheet: Sheet, body: Body, names: Iterable[Name]) -> None:
    """Write a body with its types, names, dated names (`names`) and old codes."""
    _body(sheet, body)
    names = list(names)
    for name in names:
        _appellation(sheet, iri("acteur", body.code), name, body.known.label)
    for before, after in pairwise(sorted(names, key=lambda n: (n.start, n.end))):
        _changement(sheet, body, before, after)


def _body(sheet: Sheet, body: Body) -> None:
    known = body.known
    acteur = sheet.a(iri("acteur", body.code), PV.Acteur, FOAF.Agent, *_KINDS[known.kind])
    sheet.name(acteur, known.label, known.label_en or known.label)
    sheet.say(acteur, PV.typeActeur, iri("type-acteur", body.type))
    sheet.say(acteur, SKOS.notation, plain(body.code))
    sheet.say(acteur, SKOS.altLabel, *(fr(m) for m in body.mentions if m != known.label))
    if known.place:
        sheet.say(acteur, DCT.spatial, place_iri(known.place_kind, known.place.name))
    if known.contrat:
        sheet.say(acteur, PV.contrat, iri("contrat", known.contrat))


def _appellation(sheet: Sheet, acteur: NamedNode, name: Name, label: str) -> None:
    """A dated name, and, where it has one, the code under which older data know the body."""
    appellation = iri("appellation", name.body, slug(name.name))
    sheet.a(appellation, PV.Appellation, SKOSXL.Label)
    sheet.say(acteur, PV.appellation, appellation)
    sheet.say(acteur, SKOS.altLabel, fr(name.name) if name.name != label else None)
    sheet.name(appellation, name.name)
    sheet.say(appellation, SKOSXL.literalForm, fr(name.name))
    sheet.say(appellation, DCT.source, fr(name.source) if name.source else None)
    sheet.say(appellation, PV.debut, year(int(name.start)) if name.start else None)
    sheet.say(appellation, PV.fin, year(int(name.end)) if name.end else None)
    if name.old_code:
        old = iri("acteur", name.old_code)
        sheet.say(old, OWL.deprecated, boolean(True))
        sheet.say(old, DCT.isReplacedBy, acteur)
        sheet.say(old, SKOS.prefLabel, fr(name.name), en(name.name))


def _changement(sheet: Sheet, body: Body, before: Name, after: Name) -> None:
    """The event by which a body changed its name and stayed the same body (ORG lets it)."""
    acteur = iri("acteur", body.code)
    event = sheet.a(iri("changement", body.code, slug(after.name)), ORG.ChangeEvent, PROV.Activity)
    sheet.name(event, f"{before.name} devient {after.name}", f"{before.name} becomes {after.name}")
    sheet.say(event, ORG.originalOrganization, acteur)
    sheet.say(event, ORG.resultingOrganization, acteur)
    sheet.say(acteur, ORG.changedBy, event)
    sheet.say(event, PROV.used, iri("appellation", before.body, slug(before.name)))
    sheet.say(event, PROV.generated, iri("appellation", after.body, slug(after.name)))
    sheet.say(event, DCT.source, fr(after.source) if after.source else None)
    sheet.say(event, DCT.date, year(int(after.start)) if after.start else None)


def members(sheet: Sheet, contrat: str, signatories: Iterable[str]) -> None:
    """The signatories are the members of their contrat's collective."""
    collective = iri("acteur", f"signataires-{contrat}")
    for code in signatories:
        sheet.say(collective, ORG.hasMember, iri("acteur", code))


def schemes(sheet: Sheet, found: Iterable[Named]) -> None:
    """Dispositifs, by code; their other names are those that the texts use."""
    _named(sheet, "dispositif", PV.Dispositif, found)


def publics(sheet: Sheet, found: Iterable[Named]) -> None:
    """Publics, by code; their other names are those that the texts use."""
    _named(sheet, "public", PV.PublicCible, found)


def _named(sheet: Sheet, kind: str, cls: NamedNode, found: Iterable[Named]) -> None:
    """Things by code, label and mention; of several labels the first of the alphabet is kept."""
    labels: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, set[str]] = defaultdict(set)
    for code, label, mention in found:
        labels[code].add(label)
        forms[code] |= {label, mention}
    for code, candidates in labels.items():
        label = min(candidates)
        thing = sheet.a(iri(kind, code), cls)
        sheet.name(thing, label)
        sheet.say(thing, SKOS.altLabel, *(fr(f) for f in forms[code] if f != label))
