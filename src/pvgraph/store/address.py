"""What `--store` names: a build folder, a release, an RDF file, or a SPARQL endpoint."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pvgraph.errors import StoreError
from pvgraph.graph.names import BASE
from pvgraph.releases import Release
from pvgraph.store.engine import Engine
from pvgraph.store.opening import find_release, functions, open_store

if TYPE_CHECKING:
    from pvgraph.store.remote import Remote


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A SPARQL 1.1 endpoint that holds the graph."""

    url: str


Address = Path | Endpoint


def address(text: str) -> Address:
    """The address that `--store` gives.

    Raises:
        StoreError: it has a scheme other than http or https.
    """
    if text.startswith(("http://", "https://")):
        return Endpoint(text)
    if "://" in text:
        raise StoreError(f"{text} : un dossier, un fichier ou une adresse http(s) est attendu")
    return Path(text)


def base_of(store: Address) -> str:
    """Where the IRIs of the data there are: as the release says, else the project's own base.

    Raises:
        StoreError: nothing is there.
    """
    return BASE if isinstance(store, Endpoint) else find_release(store).manifest().get("base", BASE)


def open_engine(store: Address, timeout: float | None = None) -> "Engine | Remote":
    """What answers queries there.

    Raises:
        StoreError: nothing is there, or the endpoint cannot do what is needed.
    """
    if isinstance(store, Endpoint):
        # Its HTTP client takes a tenth of a second to import, which no local store should wait for.
        from pvgraph.store.capabilities import probe
        from pvgraph.store.remote import Remote

        remote = Remote(store.url) if timeout is None else Remote(store.url, timeout)
        probe(remote)
        return remote
    release: Release = find_release(store)
    return Engine(open_store(release), functions(release))
