"""The named graphs, each with its title: their names answer like those of things."""

from collections.abc import Mapping

from pyoxigraph import NamedNode

from pvgraph.catalogue import SITE
from pvgraph.catalogue.dcat import WHOLE, Edition, territory
from pvgraph.catalogue.declaration import Declared
from pvgraph.catalogue.terms import VOID, words
from pvgraph.graph.names import BASE, CATALOGUE, DCT, LABEL, graph_of, iri, node
from pvgraph.graph.sheet import Sheet

_GRAPHS = f"{SITE}donnees/contrats"


def named_graphs(declared: Declared, edition: Edition) -> Sheet:
    """Every named graph of a release, those of the contrats with the file that holds them."""
    sheet = Sheet(CATALOGUE)
    for name, said in declared.graphes.items():
        if name != "contrat":
            graph = node(f"{BASE}graphe/{name}")
            _graph(sheet, graph, said, WHOLE)
    files = {e.path for e in edition.exports}
    for document in edition.documents:
        place = territory(document)
        said = {k: v.format(territoire=place) for k, v in declared.graphes["contrat"].items()}
        graph, slug = graph_of(document.contrat), document.contrat
        _graph(sheet, graph, said, iri("jeu", slug))
        if f"contrats/{slug}.nq" in files:
            sheet.say(graph, VOID.dataDump, node(f"{_GRAPHS}/{slug}.nq"))
    return sheet


def _graph(sheet: Sheet, graph: NamedNode, said: Mapping[str, str], whole: NamedNode) -> None:
    sheet.a(graph, VOID.Dataset)
    words(sheet, graph, DCT.title, said)
    words(sheet, graph, LABEL, said)
    sheet.say(graph, DCT.isPartOf, whole)
    sheet.say(graph, VOID.sparqlEndpoint, node(f"{SITE}sparql"))
