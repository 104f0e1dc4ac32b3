"""`pvgraph serve`: the site, the SPARQL endpoint and the data, over HTTP."""

import gc
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from pvgraph.cli._store import HELP, STORE
from pvgraph.errors import StoreError
from pvgraph.releases import Release
from pvgraph.store.address import Address, Endpoint
from pvgraph.store.launch import Launched, launch
from pvgraph.store.opening import check, find_release
from pvgraph.web.listening import listen, own_url
from pvgraph.web.settings import Settings

if TYPE_CHECKING:
    from pvgraph.web.runner import Runner

_DEFAULTS = Settings()
_IN_MIB = frozenset({"max_answer", "in_memory"})
"""Options in MiB of which the setting is in bytes."""


def _workers() -> int:
    """One worker a core, one more that pages keep for themselves, one that waits on nothing."""
    return max(2, os.cpu_count() or 1) + 2


def _option(flag: str, variable: str, **attributes: object):
    """An option that the environment can give too, as PVGRAPH_<VARIABLE>."""
    return click.option(flag, envvar=f"PVGRAPH_{variable}", show_default=True, **attributes)


def _public(_: click.Context, __: click.Parameter, url: str) -> str:
    """The public address as given, which links are made of."""
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query):
        raise click.BadParameter(f"{url} : une adresse http(s)://… est attendue")
    return url


@click.command("serve")
@_option("--host", "HOST", default="127.0.0.1", help="Adresse d'écoute.")
@_option(
    "--port", "PORT", type=click.IntRange(0, 65535), default=8000,
    help="Port d'écoute ; 0 : n'importe lequel de libre.",
)  # fmt: skip
@_option(
    "--store", "STORE", type=STORE, default="build", help=HELP,
)  # fmt: skip
@_option(
    "--files", "FILES", type=click.Path(path_type=Path), default="build",
    help="Textes et fichiers à servir quand --store est un point d'accès SPARQL.",
)  # fmt: skip
@_option(
    "--workers", "WORKERS", type=click.IntRange(1, 256), default=_workers(),
    help="Processus de requête, dont un gardé pour les pages.",
)  # fmt: skip
@_option(
    "--timeout", "TIMEOUT", type=click.FloatRange(0.1, 3600), default=_DEFAULTS.timeout,
    help="Secondes au plus pour une requête.",
)  # fmt: skip
@_option(
    "--memory", "MEMORY", type=click.IntRange(64), default=_DEFAULTS.memory,
    help="Mio au plus pour une requête, au-delà du graphe.",
)  # fmt: skip
@_option(
    "--max-answer", "MAX_ANSWER", type=click.IntRange(1), default=_DEFAULTS.max_answer // 2**20,
    help="Mio au plus pour une réponse ; au-delà elle est coupée et le dit.",
)  # fmt: skip
@_option(
    "--in-memory", "IN_MEMORY", type=click.IntRange(0), default=_DEFAULTS.in_memory // 2**20,
    help="Mio de N-Quads jusqu'auxquels le graphe est en mémoire ; au-delà sur disque.",
)  # fmt: skip
@_option(
    "--queue", "QUEUE", type=click.IntRange(1), default=_DEFAULTS.queue,
    help="Requêtes qui attendent au plus ; au-delà 503.",
)  # fmt: skip
@_option(
    "--patience", "PATIENCE", type=click.FloatRange(0.1, 600), default=10.0,
    help="Secondes laissées à un client pour ses en-têtes, et autant pour son corps.",
)  # fmt: skip
@_option(
    "--rate", "RATE", type=click.IntRange(0), default=0,
    help="Requêtes par minute et par client ; 0 : sans limite.",
)  # fmt: skip
@_option(
    "--base-url", "BASE_URL", default="", callback=_public,
    help="Adresse publique, sous-chemin compris ; http://HOST:PORT sans elle.",
)  # fmt: skip
@_option(
    "--proxies", "PROXIES", default="127.0.0.1,::1",
    help="Adresses dont les en-têtes X-Forwarded-* sont crus.",
)  # fmt: skip
@_option("--log-queries", "LOG_QUERIES", is_flag=True, help="Écrit aussi le texte des requêtes.")
@_option(
    "--access-log/--no-access-log", "ACCESS_LOG", default=True,
    help="Un objet JSON par requête sur la sortie d'erreur.",
)  # fmt: skip
def command(
    host: str,
    port: int,
    store: Address,
    files: Path,
    base_url: str,
    proxies: str,
    patience: float,
    **limits: Any,
) -> None:
    """Sert le site, /sparql et les données.

    \b
    Exemples :
      pvgraph serve --port 8000 --base-url https://exemple.fr/contrats
      pvgraph serve --store http://127.0.0.1:3030/contrats/sparql --files build
    """
    release = find_release(files if isinstance(store, Endpoint) else store)
    listener = listen(host, port)
    settings = Settings(
        base_url=(base_url or own_url(host, listener.getsockname()[1])).rstrip("/"),
        **{name: n * 2**20 if name in _IN_MIB else n for name, n in limits.items()},
    )
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    launched = None
    if not isinstance(store, Endpoint):
        launched = launch(release, settings.memory, settings.max_answer, settings.in_memory)
    try:
        check(release, settings.in_memory)
    except StoreError:
        if launched:
            launched.abandon()
        raise
    # Imported while the graph loads: most of the start is these modules, none of them garbage.
    gc.disable()
    from pvgraph.questions import Questions
    from pvgraph.web.app import create_app
    from pvgraph.web.context import Context
    from pvgraph.web.server import run

    runner = _runner(store, release, settings, launched)
    service = create_app(Context(runner, Questions.load(), settings))
    click.echo(f"version {release.id} sur {settings.base_url}", err=True)
    run(service, listener, proxies, patience)


def _runner(
    store: Address, release: Release, settings: Settings, launched: Launched | None
) -> "Runner":
    if isinstance(store, Endpoint):
        # Its HTTP client takes time to import, which a graph of our own need not wait for.
        from pvgraph.web.distant import Distant

        return Distant(store.url, release, settings)
    from pvgraph.web.pool import Pool

    return Pool(store, settings, launched)
