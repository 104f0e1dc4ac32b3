"""pvgraph: the contrats de ville read as a knowledge graph, every fact with its passage."""

__version__ = "0.1.0"


def connect(where: str = "build", timeout: float = 30.0):
    """The graph at `where` (address of a service, build folder, RDF file); see `pvgraph.client`."""
    from pvgraph.client import connect as to_graph

    return to_graph(where, timeout)
