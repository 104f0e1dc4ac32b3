"""`pvgraph mcp`: the graph as tools for an assistant, over stdio or HTTP."""

from pathlib import Path

import click

from pvgraph.client import connect
from pvgraph.errors import PvgraphError


@click.command("mcp")
@click.option(
    "--store", default="build", show_default=True, envvar="PVGRAPH_STORE",
    help="Dossier de construction, version, ou adresse d'un service (https://…).",
)  # fmt: skip
@click.option(
    "--transport", type=click.Choice(["stdio", "http"]), default="stdio", show_default=True
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Pour --transport http.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True)
def command(store: str, transport: str, host: str, port: int) -> None:
    """Donne le graphe à un assistant (Model Context Protocol), chaque ligne avec sa citation.

    Exemple : pvgraph mcp --store https://service.example
    """
    try:
        from pvgraph.agents.bounded import Service, Workers
        from pvgraph.agents.server import make
    except ModuleNotFoundError as error:
        raise PvgraphError(f'{error.name} manque : pip install "pvgraph[mcp]"') from error
    graph = connect(store)
    bounded = Service(graph) if store.startswith("http") else Workers(Path(store))
    server = make(graph, bounded)
    if transport == "stdio":
        server.run("stdio")
    else:
        server.run("streamable-http", host=host, port=port, stateless_http=True)
