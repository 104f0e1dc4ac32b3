"""The named graphs, each with its title: their names answer like those of things."""

from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode

from pvgraph.catalogue import SITE
from pvgraph.catalogue.dcat import WHOLE, territory
from pvgraph.catalogue.declaration import Declared
from pvgraph.catalogue.terms import VOID, words
from pvgraph.exports.index import Export
from pvgraph.graph.names import BASE, CATALOGUE, DCT, LABEL, graph_of, iri, node
from pvgraph.graph.sheet import Sheet
from pvgraph.model import Document

_GRAPHS = f"{SITE}donnees/contrats"


def named_graphs(declared: Declared) -> Sheet:
    """Every named graph of a release, but those of the contrats."""
    sheet = Sheet(CATALOGUE)
    for name, said in declared.graphes.items():
        if name != "contrat":
            graph = node(f"{BASE}graphe/{name}")
            _graph(sheet, graph, said, WHOLE)
    return sheet


def contrat(sheet: Sheet, declared: Declared, exports: Sequence[Export], named: Document) -> None:
    """The named graph of a contrat, with the file that holds it."""
    said = {
        k: v.format(territoire=territory(named)) for k, v in declared.graphes["contrat"].items()
    }
    graph, slug = graph_of(named.contrat), named.contrat
    _graph(sheet, graph, said, iri("jeu", slug))
    if any(e.path == f"contrats/{slug}.nq" for e in exports):
        sheet.say(graph, VOID.dataDump, node(f"{_GRAPHS}/{slug}.nq"))


def _graph(sheet: Sheet, graph: NamedNode, said: Mapping[str, str], whole: NamedNode) -> None:
    sheet.a(graph, VOID.Dataset)
    words(sheet, graph, DCT.title, said)
    words(sheet, graph, LABEL, said)
    sheet.say(graph, DCT.isPartOf, whole)
    sheet.say(graph, VOID.sparqlEndpoint, node(f"{SITE}sparql"))
