"""The address at which the service listens, and the one by which it is called."""

import socket

from pvgraph.errors import PvgraphError

_EVERYWHERE = frozenset({"", "0.0.0.0", "::"})


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises:
        PvgraphError: the address is taken or not ours.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise PvgraphError(
            f"{host}:{port}: {error.strerror} ; choisissez --host ou --port (choose another)"
        ) from error


def own_url(host: str, port: int) -> str:
    """The service's address where the operator gives none: what listens everywhere is called
    `localhost`."""
    name = "localhost" if host in _EVERYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"
