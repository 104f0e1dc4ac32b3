"""What is said to a client whose words never become a request: malformed, too long or too slow."""

import re
from collections.abc import Sequence
from typing import NamedTuple

#: Bytes of an address and the headers after it.
MAX_HEADERS = 64 * 2**10
_HOST = re.compile(rb"[\w.~%!$&'()*+,;=:\[\]-]*")


class Unread(NamedTuple):
    """Why there is no request: status line, and words that say what to try."""

    status: int
    reason: str
    words: str


MALFORMED = Unread(
    400, "Bad Request",
    "requête HTTP mal formée : codez l'adresse en %XX, vérifiez longueurs et en-têtes"
    " (malformed HTTP request: percent-encode the address, check lengths and headers)",
)  # fmt: skip
LATE = Unread(
    408, "Request Timeout",
    "requête trop lente à venir : renvoyez-la d'un trait (too slow: send it again at once)",
)  # fmt: skip
_HOSTLESS = Unread(
    400, "Bad Request", "un en-tête Host, et un seul, bien écrit (exactly one valid Host header)"
)
_LONG_ADDRESS = Unread(
    414, "URI Too Long", "adresse de plus de 64 Kio : utilisez POST (over 64 KiB: use POST)"
)
_LONG_HEADERS = Unread(
    431, "Request Header Fields Too Large",
    "en-têtes de plus de 64 Kio : envoyez-en moins (over 64 KiB: send fewer)",
)  # fmt: skip


def too_large(address: int) -> Unread:
    """Why headers over the limit are refused, where so many bytes are of the address."""
    return _LONG_ADDRESS if address > MAX_HEADERS / 2 else _LONG_HEADERS


def fault(url: bytes, headers: Sequence[tuple[bytes, bytes]], version: str) -> Unread | None:
    """What is wrong with the head of a request that could be parsed."""
    size = len(url) + len(b"".join(map(b"".join, headers))) + 4 * len(headers)
    if size > MAX_HEADERS:
        return too_large(len(url))
    hosts = [value for name, value in headers if name == b"host"]
    right = len(hosts) == 1 and _HOST.fullmatch(hosts[0])
    return None if right or (not hosts and version == "1.0") else _HOSTLESS
