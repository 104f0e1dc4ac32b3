"""What the operator chooses, in one frozen value; read from flags or environment by the command."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from pvgraph.store.opening import MEMORY_LIMIT


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits and addresses of a service.

    `base_url` is the public address, with its sub-path if there is one, without final slash;
    `timeout`, `page_timeout` and `queue_timeout` are in seconds, `memory` in MiB a worker,
    `rate` in requests a minute and client (0: no limit), `max_answer`, `in_memory` and `cache` in
    bytes.
    """

    base_url: str = "http://127.0.0.1:8000"
    workers: int = 4
    timeout: float = 10.0
    page_timeout: float = 5.0
    soft_timeout: float = 1.5
    queue: int = 128
    queue_timeout: float = 15.0
    memory: int = 1024
    max_answer: int = 32 * 2**20
    max_body: int = 2**20
    in_memory: int = MEMORY_LIMIT
    cache: int = 64 * 2**20
    rate: int = 0
    access_log: bool = False
    log_queries: bool = False

    @property
    def path(self) -> str:
        """The sub-path under which a proxy publishes the service: empty, or `/x` without slash."""
        return urlsplit(self.base_url).path.rstrip("/")

    def address(self, path: str) -> str:
        """The public address of `path` (which begins with a slash)."""
        return self.base_url.rstrip("/") + path
