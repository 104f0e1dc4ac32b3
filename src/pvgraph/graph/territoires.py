"""Territories: the commune, intercommunalité, département and région of each contrat, with codes.

An INSEE or SIREN code is kept as an identifier; INSEE's own IRIs are never made from a code.
"""

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode

from pvgraph.graph.facts import Fact
from pvgraph.graph.names import ADMS, DCT, IGEO, PV, SKOS, iri, slug
from pvgraph.graph.referents import Referents
from pvgraph.graph.sheet import Sheet, plain

CLASSES = {
    "commune": IGEO.Commune,
    "epci": IGEO.Intercommunalite,
    "departement": IGEO.Departement,
    "region": IGEO.Region,
}
_CODES = {"commune": "insee", "epci": "siren", "departement": "code", "region": "code"}
_OVERSEAS = "97"


def place_iri(kind: str, nom: str) -> NamedNode:
    """`territoire/commune/metz`: two territories of two kinds may share a name."""
    return iri("territoire", kind, slug(nom))


def write(
    sheet: Sheet,
    declarations: Iterable[Mapping],
    known: Iterable[Fact],
    referents: Referents,
    named: Iterable[tuple[str, str]],
) -> None:
    """Every territory that a declaration, a checked fact or a body gives (`named`: kind, name)."""
    for declaration in declarations:
        _territory(sheet, declaration, referents)
    for fact in known:
        if fact.fait in CLASSES:
            _place(sheet, fact.fait, fact.valeur)
        elif fact.fait == "qpv" and fact.precision:
            _place(sheet, "commune", fact.precision)
    for kind, nom in named:
        _place(sheet, kind, nom)


def _territory(sheet: Sheet, declared: Mapping, referents: Referents) -> None:
    """The territories of one declaration, each in the one that holds it."""
    for kind in ("epci", "departement", "region"):
        if declared.get(kind):
            _declared(sheet, kind, declared[kind])
    for commune in declared.get("communes", ()):
        place = _declared(sheet, "commune", commune)
        _inside(sheet, place, str(commune.get("insee", "")), referents)
    _nested(sheet, declared)


def _place(sheet: Sheet, kind: str, nom: str) -> NamedNode:
    place = sheet.a(place_iri(kind, nom), PV.Territoire, DCT.Location, CLASSES[kind])
    sheet.name(place, nom, nom)
    return place


def _declared(sheet: Sheet, kind: str, entry: Mapping) -> NamedNode:
    place = _place(sheet, kind, entry["nom"])
    code = entry.get(_CODES[kind])
    if not code:
        return place
    if kind == "epci":
        _identifier(sheet, place, "siren", code)
    else:
        sheet.say(place, IGEO.codeINSEE, plain(code))
        _identifier(sheet, place, f"insee-{kind}", code)
    return place


def _identifier(sheet: Sheet, place: NamedNode, scheme: str, code: str) -> None:
    identifier = sheet.a(iri("identifiant", scheme, slug(code)), ADMS.Identifier)
    label = f"{'SIREN' if scheme == 'siren' else 'INSEE'} {code}"
    sheet.name(identifier, label, label)
    sheet.say(identifier, SKOS.notation, plain(code))
    sheet.say(identifier, ADMS.schemaAgency, plain("INSEE"))
    sheet.say(place, ADMS.identifier, identifier)
    sheet.say(place, DCT.identifier, plain(code))


def _inside(sheet: Sheet, commune: NamedNode, insee: str, referents: Referents) -> None:
    """The département of a commune, by the first characters of its INSEE code."""
    number = insee[:3] if insee.startswith(_OVERSEAS) else insee[:2]
    departement = referents.departement(number)
    if departement:
        place = _place(sheet, "departement", departement.name)
        sheet.say(commune, DCT.isPartOf, place)


def _nested(sheet: Sheet, declared: Mapping) -> None:
    departement, region = declared.get("departement"), declared.get("region")
    if departement and region:
        inside = place_iri("region", region["nom"])
        sheet.say(place_iri("departement", departement["nom"]), DCT.isPartOf, inside)
    if declared.get("epci"):
        epci = place_iri("epci", declared["epci"]["nom"])
        for commune in declared.get("communes", ()):
            sheet.say(place_iri("commune", commune["nom"]), DCT.isPartOf, epci)
