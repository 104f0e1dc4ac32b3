"""The graph from Python: `pvgraph.connect(url_or_path)`, with or without a server.

g = pvgraph.connect("build")                      # this machine's build, no server
g = pvgraph.connect("https://service.example")    # a service
g.engagements(contrat="brest", theme="emploi-insertion").to_pandas()
g.query("SELECT ?c WHERE { ?c a pv:Contrat }")
"""

from pathlib import Path

from pvgraph.client.embedded import Embedded
from pvgraph.client.graph import Graph
from pvgraph.client.remote import Remote
from pvgraph.client.rows import Rows

__all__ = ["Graph", "Rows", "connect"]


def connect(where: str | Path = "build", timeout: float = 30.0) -> Graph:
    """The graph at `where`: the address of a service, a build folder, a release or an RDF file.

    `timeout`, in seconds, holds for each request to a service.

    Raises:
        StoreError: nothing is there; says what to do.
    """
    text = str(where)
    if text.startswith(("http://", "https://")):
        return Graph(Remote(text.rstrip("/"), timeout))
    return Graph(Embedded(Path(text)))
