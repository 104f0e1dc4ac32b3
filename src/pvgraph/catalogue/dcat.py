"""The catalogue in DCAT-AP 3.0.1: one dataset for all contrats, one for each, two services."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from pvgraph import __version__
from pvgraph.catalogue import SITE
from pvgraph.catalogue.declaration import Declared
from pvgraph.catalogue.files import distribution
from pvgraph.catalogue.quality import Figure
from pvgraph.catalogue.terms import LOCN, VCARD, rectangle, words
from pvgraph.exports.index import Export
from pvgraph.exports.tables import Table
from pvgraph.graph.names import CATALOGUE, DCAT, DCT, FOAF, LABEL, ORG, PROV, SKOS, iri, node
from pvgraph.graph.sheet import Sheet, date, fr, plain
from pvgraph.model import Document

_DATA_THEME = "http://publications.europa.eu/resource/authority/data-theme"
_DATA = ("graphe", "table", "classeur")
"""Kinds of files that are data; schemas describe them."""

CATALOG = iri("catalogue")
PUBLISHER = iri("organisation", "pvgraph")
CONTACT = iri("contact")
WHOLE = iri("jeu", "engagements")


@dataclass(frozen=True)
class Edition:
    """What a release publishes: its id, its day (ISO), its texts, its files and tables.

    `territories` are the IRIs of each contrat's territories, by slug.
    """

    release: str
    day: str
    documents: Sequence[Document]
    exports: Sequence[Export]
    tables: Mapping[str, Table]
    territories: Mapping[str, Sequence[NamedNode]]
    figures: Sequence[Figure] = ()
    caution: Mapping[str, str] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """The program's version and the data's fingerprint."""
        return f"{__version__}+{self.release}"


def catalogue(declared: Declared, edition: Edition) -> Sheet:
    """Every triple of the catalogue, in its graph, but for what `contrat` says of each."""
    sheet = Sheet(CATALOGUE)
    _shared(sheet, declared)
    _catalog(sheet, declared, edition)
    _whole(sheet, declared, edition)
    for document in edition.documents:
        _dated(sheet, edition, _iri(document))
    for name, service in declared.services.items():
        _service(sheet, declared, name, service)
    return sheet


def _shared(sheet: Sheet, declared: Declared) -> None:
    """Publisher, contact, licence, themes: named where a harvester can read their names."""
    sheet.a(PUBLISHER, FOAF.Agent, FOAF.Organization, ORG.Organization)
    sheet.say(PUBLISHER, FOAF.name, fr(declared.editeur["nom"]))
    sheet.say(PUBLISHER, FOAF.homepage, node(SITE))
    sheet.a(CONTACT, VCARD.Kind, VCARD.Organization)
    sheet.say(CONTACT, VCARD.fn, plain(declared.contact["nom"]))
    sheet.say(CONTACT, VCARD.hasURL, node(f"{SITE}signaler"))
    if declared.contact["courriel"]:
        sheet.say(CONTACT, VCARD.hasEmail, node(f"mailto:{declared.contact['courriel']}"))
    licence = sheet.a(node(declared.licence["iri"]), DCT.LicenseDocument)
    sheet.say(licence, LABEL, plain(declared.licence["nom"]))
    scheme = sheet.a(node(_DATA_THEME), SKOS.ConceptScheme)
    sheet.say(scheme, DCT.title, fr("Thèmes des jeux de données (UE)"))
    for code, name in declared.jeux["themes"].items():
        theme = sheet.a(node(f"{_DATA_THEME}/{code}"), SKOS.Concept)
        sheet.say(theme, SKOS.prefLabel, fr(name))
        sheet.say(theme, SKOS.inScheme, scheme)


def _catalog(sheet: Sheet, declared: Declared, edition: Edition) -> None:
    sheet.a(CATALOG, DCAT.Catalog)
    words(sheet, CATALOG, DCT.title, declared.catalogue["titre"])
    words(sheet, CATALOG, DCT.description, declared.catalogue["description"])
    sheet.say(CATALOG, DCT.publisher, PUBLISHER)
    sheet.say(CATALOG, FOAF.homepage, node(f"{SITE}donnees"))
    sheet.say(CATALOG, DCT.language, node(declared.jeux["langue"]))
    sheet.say(CATALOG, DCT.license, node(declared.licence["iri"]))
    sheet.say(CATALOG, DCAT.themeTaxonomy, node(_DATA_THEME))
    sheet.say(CATALOG, DCT.issued, date(edition.day))
    sheet.say(CATALOG, DCT.modified, date(edition.day))
    sheet.say(CATALOG, DCT.spatial, *_extents(sheet, edition.documents))
    sheet.say(CATALOG, DCAT.dataset, WHOLE, *(_iri(d) for d in edition.documents))
    sheet.say(CATALOG, DCAT.service, *(iri("service", name) for name in declared.services))


def _iri(document: Document) -> NamedNode:
    return iri("jeu", document.contrat)


def _whole(sheet: Sheet, declared: Declared, edition: Edition) -> None:
    said = declared.jeux["tout"]
    names = sorted(territory(d) for d in edition.documents)
    filled = {lang: text.format(territoires=", ".join(names))
              for lang, text in said["description"].items()}  # fmt: skip
    _dataset(sheet, declared, WHOLE, said["titre"], filled)
    _dated(sheet, edition, WHOLE)
    sheet.say(WHOLE, DCAT.landingPage, node(f"{SITE}donnees"))
    mine = [e for e in edition.exports if not e.contrat and e.kind in _DATA]
    _distributions(sheet, declared, edition, WHOLE, mine)
    _period(sheet, WHOLE, edition.documents)
    sheet.say(WHOLE, DCT.spatial, *_extents(sheet, edition.documents))
    for document in edition.documents:
        sheet.say(WHOLE, PROV.wasDerivedFrom, iri("texte", document.contrat))


def contrat(sheet: Sheet, declared: Declared, edition: Edition, document: Document) -> None:
    """What is said of a contrat's dataset, whatever the release."""
    said, subject, slug = declared.jeux["contrat"], _iri(document), document.contrat
    values = {
        "territoire": territory(document),
        **{k: document.declaration[k] for k in ("titre", "debut", "fin")},
    }
    title, description = (
        {lang: text.format(**values) for lang, text in said[key].items()}
        for key in ("titre", "description")
    )
    _dataset(sheet, declared, subject, title, description)
    sheet.say(subject, DCAT.landingPage, node(f"{SITE}contrats/{slug}"))
    sheet.say(subject, DCT.isPartOf, WHOLE)
    mine = [e for e in edition.exports if e.contrat == slug]
    _distributions(sheet, declared, edition, subject, mine)
    _period(sheet, subject, [document])
    sheet.say(subject, DCT.spatial, *_extents(sheet, [document]))
    for place in edition.territories.get(slug, ()):
        sheet.a(place, DCT.Location)
        sheet.say(subject, DCT.spatial, place)
    sheet.say(subject, PROV.wasDerivedFrom, iri("texte", slug))


def _dataset(
    sheet: Sheet,
    declared: Declared,
    subject: NamedNode,
    title: Mapping[str, str],
    description: Mapping[str, str],
) -> None:
    """What every dataset says. Harvesters take any title they meet: it is French only."""
    jeux = declared.jeux
    sheet.a(subject, DCAT.Dataset)
    sheet.say(subject, DCT.title, fr(title["fr"]))
    sheet.say(subject, DCT.alternative, plain(title["en"]))
    words(sheet, subject, DCT.description, dict(description))
    sheet.say(subject, DCT.identifier, plain(subject.value))
    sheet.say(subject, DCT.publisher, PUBLISHER)
    sheet.say(subject, DCT.creator, PUBLISHER)
    sheet.say(subject, DCAT.contactPoint, CONTACT)
    sheet.say(subject, DCAT.keyword, *(fr(k) for k in jeux["mots_cles"]))
    sheet.say(subject, DCAT.keyword, *(fr(name) for name in jeux["themes"].values()))
    sheet.say(subject, DCAT.theme, *(node(f"{_DATA_THEME}/{code}") for code in jeux["themes"]))
    sheet.say(subject, DCT.accrualPeriodicity, node(jeux["frequence"]))
    sheet.say(subject, DCT.accessRights, node(jeux["acces"]))
    sheet.say(subject, DCT.language, node(jeux["langue"]))
    sheet.say(subject, DCT.license, node(declared.licence["iri"]))
    provenance = sheet.a(iri("provenance"), DCT.ProvenanceStatement)
    sheet.say(provenance, LABEL, fr(jeux["provenance"]))
    sheet.say(subject, DCT.provenance, provenance)
    sheet.say(subject, FOAF.page, node(f"{SITE}qualite"))


def _dated(sheet: Sheet, edition: Edition, subject: NamedNode) -> None:
    """What a dataset says of the release that it is in."""
    sheet.say(subject, DCT.issued, date(edition.day))
    sheet.say(subject, DCT.modified, date(edition.day))
    sheet.say(subject, DCAT.version, plain(edition.version))


def _distributions(
    sheet: Sheet, declared: Declared, edition: Edition, subject: NamedNode, files: list[Export]
) -> None:
    for export in files:
        described = distribution(sheet, export, edition.tables, declared, edition.day)
        sheet.say(subject, DCAT.distribution, described)


def _period(sheet: Sheet, subject: NamedNode, documents: Sequence[Document]) -> None:
    """From the first year of the documents to the last; the served catalogue gives no IRI to it."""
    start = min(d.declaration["debut"] for d in documents)
    end = max(d.declaration["fin"] for d in documents)
    period = sheet.a(iri("periode", f"{start}-{end}"), DCT.PeriodOfTime)
    sheet.say(period, DCAT.startDate, date(f"{start}-01-01"))
    sheet.say(period, DCAT.endDate, date(f"{end}-12-31"))
    sheet.say(subject, DCT.temporal, period)


def _extents(sheet: Sheet, documents: Iterable[Document]) -> list[NamedNode]:
    """The rectangle around each document's territory, where it is declared."""
    found = []
    for document in documents:
        corners = document.declaration.get("territoire", {}).get("emprise")
        if corners:
            place = sheet.a(iri("emprise", document.contrat), DCT.Location)
            sheet.say(place, SKOS.prefLabel, fr(territory(document)))
            wkt, geojson = rectangle(*corners)
            sheet.say(place, LOCN.geometry, geojson)
            sheet.say(place, DCAT.bbox, wkt)
            found.append(place)
    return found


def territory(document: Document) -> str:
    declaration = document.declaration
    return declaration.get("territoire", {}).get("nom") or declaration["titre"]


def _service(sheet: Sheet, declared: Declared, name: str, said: Mapping) -> None:
    service = sheet.a(iri("service", name), DCAT.DataService)
    sheet.say(service, DCT.title, fr(said["titre"]["fr"]))
    sheet.say(service, DCT.alternative, plain(said["titre"]["en"]))
    words(sheet, service, DCT.description, said["description"])
    sheet.say(service, DCT.identifier, plain(service.value))
    sheet.say(service, DCAT.endpointURL, node(SITE + said["adresse"]))
    sheet.say(service, DCAT.endpointDescription, node(SITE + said["description_technique"]))
    sheet.a(node(said["conforme_a"]), DCT.Standard)
    sheet.say(service, DCT.conformsTo, node(said["conforme_a"]))
    sheet.say(service, DCAT.servesDataset, WHOLE)
    sheet.say(service, DCT.publisher, PUBLISHER)
    sheet.say(service, DCAT.contactPoint, CONTACT)
    sheet.say(service, DCAT.keyword, *(fr(k) for k in declared.jeux["mots_cles"]))
    themes = (node(f"{_DATA_THEME}/{code}") for code in declared.jeux["themes"])
    sheet.say(service, DCAT.theme, *themes)
    sheet.say(service, DCT.license, node(declared.licence["iri"]))
    sheet.say(service, DCT.accessRights, node(declared.jeux["acces"]))
    sheet.say(service, DCAT.landingPage, node(f"{SITE}donnees"))
