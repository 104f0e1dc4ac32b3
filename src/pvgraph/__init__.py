"""pvgraph: the contrats de ville read as a knowledge graph, every fact with its passage."""

import importlib

__version__ = "0.1.0"


def connect(where="build", timeout: float = 30.0):
    """The graph at `where` (a service's address, a build folder, an RDF file): `pvgraph.client`.

    Looked up when called: importing `pvgraph` loads nothing, and no module depends on the client.
    """
    return importlib.import_module("pvgraph.client").connect(where, timeout)
