"""Counters for Prometheus."""

from functools import cache

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("pvgraph_requests", "Requests answered.", ["path", "method", "status"])
SECONDS = Histogram(
    "pvgraph_request_seconds",
    "Time to answer.",
    ["path"],
    buckets=(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10),
)
STOPPED = Counter("pvgraph_workers_stopped", "Workers that ended, by reason.", ["reason"])
CACHE = Counter("pvgraph_cache", "Answers found or not in the cache.", ["found"])
BUSY = Gauge("pvgraph_workers_busy", "Workers at work.")
WAITING = Gauge("pvgraph_queries_waiting", "Queries that wait for a worker.")

_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST"})


@cache
def _counters(family: str, method: str, status: int) -> tuple[Counter, Histogram]:
    return REQUESTS.labels(family, method, str(status)), SECONDS.labels(family)


def count(family: str, method: str, status: int, seconds: float) -> None:
    """One request answered; methods that nobody should use are counted together."""
    requests, times = _counters(family, method if method in _METHODS else "autre", status)
    requests.inc()
    times.observe(seconds)
