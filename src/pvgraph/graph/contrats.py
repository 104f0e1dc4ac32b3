"""What is known of a contrat itself: its title, years, territory, quarters, cited documents."""

from collections.abc import Callable, Iterable, Mapping

from pyoxigraph import Literal, NamedNode

from pvgraph.errors import ResourceError
from pvgraph.graph.facts import Fact
from pvgraph.graph.names import DCAT, DCT, ELI, FOAF, PROV, PV, SKOS, iri, short_slug
from pvgraph.graph.passages import Quotes
from pvgraph.graph.referents import Referents
from pvgraph.graph.sheet import Sheet, date, fr, integer, plain, year
from pvgraph.graph.territoires import place_iri
from pvgraph.model import Document, Extraction, Signature

Writer = Callable[[Sheet, NamedNode, Fact], NamedNode]
"""Writes one fact and gives what it is about."""

_DATE_LENGTH = len("2015-07-03")
_LEGAL = frozenset({"loi", "décret"})
_NATURES = {"avenant": [PV.Avenant], "protocole": [PV.Protocole]}


def write(
    sheet: Sheet,
    quotes: Quotes,
    extraction: Extraction,
    facts: Iterable[Fact],
    referents: Referents,
) -> None:
    """Write the contrat, its text, its checked facts and its signatories.

    `corpus/<slug>.toml` says what the contrat is; `facts` add what the text says of it, each
    fact with its passage.
    """
    document = quotes.document
    contrat = sheet.a(iri("contrat", document.contrat), PV.Contrat)
    sheet.say(contrat, PROV.wasDerivedFrom, quotes.texte())
    _declared(sheet, contrat, document.declaration)
    for cited in document.declaration.get("documents_cadres", ()):
        _cited(sheet, contrat, cited["nom"], cited.get("nature", ""), cited.get("date", ""))
    _axes(sheet, contrat, document)
    generation = document.declaration.get("generation")
    for fact in facts:
        if fact.fait == "qpv" and generation:
            quartier = quartier_iri(document.contrat, fact.valeur)
            sheet.say(quartier, PV.generation, _generation(generation))
        _fact(sheet, quotes, contrat, fact)
    for signature in extraction.signatures:
        _signature(sheet, quotes, contrat, signature, referents)


def _axes(sheet: Sheet, contrat: NamedNode, document: Document) -> None:
    """The scheme of the document's own headings, which stay as they are written."""
    axes = sheet.a(iri("axes", document.contrat), SKOS.ConceptScheme)
    nom = document.declaration.get("epci", {}).get("nom") or document.contrat
    sheet.name(axes, f"Axes du contrat ({nom})", f"Headings of the contrat ({nom})")
    sheet.say(axes, PV.contrat, contrat)


def _declared(sheet: Sheet, contrat: NamedNode, declaration: Mapping) -> None:
    """What `corpus/<slug>.toml` says."""
    if "titre" in declaration:
        _title(sheet, contrat, declaration["titre"])
    for key, (predicate, literal) in _DECLARED.items():
        if key in declaration:
            sheet.say(contrat, predicate, literal(str(declaration[key])))
    _period(sheet, contrat, str(declaration.get("debut", "")), str(declaration.get("fin", "")))
    nature = declaration.get("nature")
    if nature:
        sheet.say(contrat, PV.nature, iri("nature", nature))
        sheet.a(contrat, *_NATURES.get(nature, ()))
    for kind, predicate in (("epci", PV.territoire), ("departement", DCT.spatial),
                            ("region", DCT.spatial)):  # fmt: skip
        if declaration.get(kind):
            sheet.say(contrat, predicate, place_iri(kind, declaration[kind]["nom"]))
    for commune in declaration.get("communes", ()):
        sheet.say(contrat, DCT.spatial, place_iri("commune", commune["nom"]))


def _period(sheet: Sheet, contrat: NamedNode, start: str, end: str) -> None:
    """The years of the contrat as one period, for those who read no term of ours."""
    if not (start and end):
        return
    period = sheet.a(iri("periode", contrat.value.rpartition("/")[2]), DCT.PeriodOfTime)
    sheet.name(period, f"{start[:4]}-{end[:4]}", f"{start[:4]}-{end[:4]}")
    sheet.say(period, DCAT.startDate, _year(start))
    sheet.say(period, DCAT.endDate, _year(end))
    sheet.say(contrat, DCT.temporal, period)


def _fact(sheet: Sheet, quotes: Quotes, contrat: NamedNode, fact: Fact) -> None:
    write_fact = _WRITERS.get(fact.fait)
    if write_fact is None:
        expected = ", ".join(sorted(_WRITERS))
        raise ResourceError(f"{fact.place}: fait {fact.fait!r} inconnu ; attendu : {expected}")
    about = write_fact(sheet, contrat, fact)
    if fact.span is not None:
        quotes.quote(about, fact.span)


def _titre(sheet: Sheet, contrat: NamedNode, fact: Fact) -> NamedNode:
    _title(sheet, contrat, fact.valeur)
    return contrat


def _title(sheet: Sheet, contrat: NamedNode, titre: str) -> None:
    sheet.name(contrat, titre)
    sheet.say(contrat, DCT.title, fr(titre))


def _value(predicate: NamedNode, literal: Callable[[str], Literal]) -> Writer:
    """The writer of a fact that is one value of the contrat itself."""

    def write_value(sheet: Sheet, contrat: NamedNode, fact: Fact) -> NamedNode:
        sheet.say(contrat, predicate, literal(fact.valeur))
        return contrat

    return write_value


def _place(sheet: Sheet, contrat: NamedNode, fact: Fact) -> NamedNode:
    place = place_iri("epci" if fact.fait == "territoire" else fact.fait, fact.valeur)
    predicate = PV.territoire if fact.fait in ("territoire", "epci") else DCT.spatial
    sheet.say(contrat, predicate, place)
    return place


def quartier_iri(contrat: str, nom: str) -> NamedNode:
    return iri("quartier", contrat, short_slug(nom))


def _quartier(sheet: Sheet, contrat: NamedNode, fact: Fact) -> NamedNode:
    quartier = quartier_iri(fact.contrat, fact.valeur)
    sheet.a(quartier, PV.Quartier, PV.Territoire, DCT.Location)
    if fact.fait == "qpv":
        sheet.a(quartier, PV.QuartierPrioritaire)
    sheet.name(quartier, fact.valeur)
    sheet.say(quartier, PV.contrat, contrat)
    sheet.say(contrat, PV.quartier, quartier)
    if fact.precision:
        sheet.say(quartier, PV.commune, place_iri("commune", fact.precision))
    return quartier


def _document(sheet: Sheet, contrat: NamedNode, fact: Fact) -> NamedNode:
    return _cited(sheet, contrat, fact.valeur, fact.precision, fact.date)


def _cited(sheet: Sheet, contrat: NamedNode, nom: str, nature: str, when: str) -> NamedNode:
    """A law, circular or plan that the contrat cites; ELI's class only for laws and decrees."""
    slug = contrat.value.rsplit("/", 1)[-1]
    cited = iri("document", slug, short_slug(nom))
    legal = nature in _LEGAL
    sheet.a(cited, FOAF.Document, *([ELI.LegalResource] if legal else []))
    sheet.name(cited, nom)
    sheet.say(cited, DCT.type, fr(nature) if nature else None)
    sheet.say(contrat, DCT.references, cited)
    if when:
        sheet.say(cited, DCT.date, date(when) if len(when) == _DATE_LENGTH else plain(when))
    return cited


def _signature(
    sheet: Sheet, quotes: Quotes, contrat: NamedNode, one: Signature, referents: Referents
) -> None:
    acteur = iri("acteur", referents.body(one.acteur))
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


def _generation(text: str) -> Literal:
    """`2015-2022 (avenant)` → "2015-2022"."""
    return plain(text.partition("(")[0].strip())


_DECLARED = {
    "debut": (PV.debut, _year),
    "fin": (PV.fin, _year),
    "generation": (PV.generation, _generation),
    "contrat_initial": (PV.anneeContratInitial, _year),
    "date_validation": (DCT.dateAccepted, date),
    "nb_communes": (PV.nombreCommunes, _count),
    "nb_communes_qpv": (PV.nombreCommunesPrioritaires, _count),
    "nb_qpv": (PV.nombreQuartiers, _count),
}

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
