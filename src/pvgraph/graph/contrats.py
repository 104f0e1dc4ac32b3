"""What is known of a contrat itself: its title, years, territory, quarters, cited documents."""

from collections.abc import Callable, Iterable, Mapping

from pyoxigraph import Literal, NamedNode

from pvgraph.errors import ResourceError
from pvgraph.graph.facts import Fact
from pvgraph.graph.names import DCT, ELI, FOAF, PROV, PV, iri, short_slug, slug
from pvgraph.graph.passages import Quotes
from pvgraph.graph.sheet import Sheet, date, fr, integer, plain, year
from pvgraph.model import Extraction, Signature

Writer = Callable[[Sheet, NamedNode, Fact], NamedNode]
"""Writes one fact and gives what it is about."""

_DATE_LENGTH = len("2015-07-03")


def write(sheet: Sheet, quotes: Quotes, extraction: Extraction, facts: Iterable[Fact]) -> None:
    """Write the contrat, its text, its checked facts and its signatories.

    `corpus/<slug>.toml` says what the contrat is; `facts` add what the text says of it, each
    fact with its passage.
    """
    document = quotes.document
    contrat = sheet.a(iri("contrat", document.contrat), PV.Contrat)
    sheet.say(contrat, PROV.wasDerivedFrom, quotes.texte())
    _declared(sheet, contrat, document.declaration)
    for fact in facts:
        _fact(sheet, quotes, contrat, fact)
    for signature in extraction.signatures:
        _signature(sheet, quotes, contrat, signature)


def _declared(sheet: Sheet, contrat: NamedNode, declaration: Mapping) -> None:
    titre = declaration.get("titre")
    if titre:
        sheet.name(contrat, titre)
        sheet.say(contrat, DCT.title, fr(titre))
    for key, predicate in (("debut", PV.debut), ("fin", PV.fin)):
        if key in declaration:
            sheet.say(contrat, predicate, year(declaration[key]))


def _fact(sheet: Sheet, quotes: Quotes, contrat: NamedNode, fact: Fact) -> None:
    write_fact = _WRITERS.get(fact.fait)
    if write_fact is None:
        expected = ", ".join(sorted(_WRITERS))
        raise ResourceError(f"{fact.place}: fait {fact.fait!r} inconnu ; attendu : {expected}")
    about = write_fact(sheet, contrat, fact)
    if fact.span is not None:
        quotes.quote(about, fact.span)


def _titre(sheet: Sheet, contrat: NamedNode, fact: Fact) -> NamedNode:
    sheet.name(contrat, fact.valeur)
    sheet.say(contrat, DCT.title, fr(fact.valeur))
    return contrat


def _value(predicate: NamedNode, literal: Callable[[str], Literal]) -> Writer:
    """The writer of a fact that is one value of the contrat itself."""

    def write_value(sheet: Sheet, contrat: NamedNode, fact: Fact) -> NamedNode:
        sheet.say(contrat, predicate, literal(fact.valeur))
        return contrat

    return write_value


def territoire_iri(fait: str, nom: str) -> NamedNode:
    """`territoire/commune/metz`: two territoires of two kinds may share a name."""
    kind = "epci" if fait == "territoire" else fait
    return iri("territoire", kind, slug(nom))


def _place(sheet: Sheet, contrat: NamedNode, fact: Fact) -> NamedNode:
    place = territoire_iri(fact.fait, fact.valeur)
    predicate = PV.territoire if fact.fait in ("territoire", "epci") else DCT.spatial
    sheet.say(contrat, predicate, place)
    return place


def quartier_iri(contrat: str, nom: str) -> NamedNode:
    return iri("quartier", contrat, short_slug(nom))


def _quartier(sheet: Sheet, contrat: NamedNode, fact: Fact) -> NamedNode:
    quartier = quartier_iri(fact.contrat, fact.valeur)
    kind = PV.QuartierPrioritaire if fact.fait == "qpv" else PV.Quartier
    sheet.a(quartier, kind)
    sheet.name(quartier, fact.valeur)
    sheet.say(quartier, PV.contrat, contrat)
    sheet.say(contrat, PV.quartier, quartier)
    if fact.precision:
        sheet.say(quartier, PV.commune, territoire_iri("commune", fact.precision))
    return quartier


def _document(sheet: Sheet, contrat: NamedNode, fact: Fact) -> NamedNode:
    """A law, circular or plan that the contrat cites; ELI's class only for laws and decrees."""
    cited = iri("document", fact.contrat, short_slug(fact.valeur))
    legal = fact.precision in ("loi", "décret")
    sheet.a(cited, FOAF.Document, *([ELI.LegalResource] if legal else []))
    sheet.name(cited, fact.valeur)
    sheet.say(cited, DCT.type, fr(fact.precision))
    sheet.say(contrat, DCT.references, cited)
    if len(fact.date) == _DATE_LENGTH:
        sheet.say(cited, DCT.date, date(fact.date))
    elif fact.date:
        sheet.say(cited, DCT.date, plain(fact.date))
    return cited


def _signature(sheet: Sheet, quotes: Quotes, contrat: NamedNode, one: Signature) -> None:
    acteur = iri("acteur", one.acteur)
    sheet.say(contrat, PV.signataire, acteur)
    signature = sheet.a(iri("signature", one.contrat, one.acteur), PV.Signature)
    sheet.name(signature, f"Signature : {one.label}")
    sheet.say(signature, PV.contrat, contrat)
    sheet.say(signature, PV.acteur, acteur)
    sheet.say(signature, PV.mention, fr(one.mention))
    sheet.say(signature, PV.representant, plain(one.representant) if one.representant else None)
    sheet.say(signature, PV.fonction, fr(one.fonction) if one.fonction else None)
    quotes.quote(signature, one.span)


def _year(text: str) -> Literal:
    return year(int(text[:4]))


def _count(text: str) -> Literal:
    return integer(int(text))


_WRITERS: dict[str, Writer] = {
    "titre": _titre,
    "annee_debut": _value(PV.debut, _year),
    "annee_fin": _value(PV.fin, _year),
    "contrat_initial": _value(PV.anneeContratInitial, _year),
    "date_validation": _value(DCT.dateAccepted, date),
    "nb_communes": _value(PV.nombreCommunes, _count),
    "nb_communes_qpv": _value(PV.nombreCommunesPrioritaires, _count),
    "nb_qpv": _value(PV.nombreQuartiers, _count),
    "territoire": _place,
    "epci": _place,
    "departement": _place,
    "region": _place,
    "commune": _place,
    "qpv": _quartier,
    "quartier": _quartier,
    "document": _document,
}
