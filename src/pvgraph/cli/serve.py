"""`pvgraph serve`: the site, the SPARQL endpoint and the data, over HTTP."""

from pathlib import Path

import click
import uvicorn

from pvgraph.questions import Questions
from pvgraph.store.opening import check, find_release
from pvgraph.web.app import create_app
from pvgraph.web.context import Context
from pvgraph.web.runner import Inline
from pvgraph.web.settings import Settings


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, default=8000, show_default=True)
@click.option(
    "--store", type=click.Path(path_type=Path), default="build", show_default=True,
    envvar="PVGRAPH_STORE", help="Dossier de construction, version, ou fichier RDF.",
)  # fmt: skip
def command(host: str, port: int, store: Path) -> None:
    """Sert le site, /sparql et les données.

    Exemple : pvgraph serve --port 8000
    """
    release = find_release(store)
    check(release)
    settings = Settings(base_url=f"http://{host}:{port}")
    context = Context(Inline(release), Questions.load(), settings)
    uvicorn.run(create_app(context), host=host, port=port, log_level="warning")
