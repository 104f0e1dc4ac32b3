"""Counters for Prometheus.

Requests are counted in plain numbers, by the event loop alone, and told when Prometheus asks: its
own counters take a lock at each step, which would cost a short answer a tenth of its time.
"""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from prometheus_client import REGISTRY, Counter, Gauge
from prometheus_client.metrics_core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

_BUCKETS = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10)
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST"})


class Requests(Collector):
    """Requests answered by path, method and status, and how long they took by path."""

    def __init__(self) -> None:
        self._answered: dict[tuple[str, str, int], int] = {}
        self._lasted: dict[str, list[int]] = {}
        self._seconds: dict[str, float] = {}

    def count(self, family: str, method: str, status: int, seconds: float) -> None:
        """One more; methods that nobody should use are counted together."""
        key = family, method if method in _METHODS else "autre", status
        self._answered[key] = self._answered.get(key, 0) + 1
        if family not in self._lasted:
            self._lasted[family] = [0] * (len(_BUCKETS) + 1)
        self._lasted[family][bisect_left(_BUCKETS, seconds)] += 1
        self._seconds[family] = self._seconds.get(family, 0.0) + seconds

    def collect(self) -> Iterator[Metric]:
        answered = CounterMetricFamily(
            "pvgraph_requests", "Requests answered.", labels=["path", "method", "status"]
        )
        for (family, method, status), number in sorted(self._answered.items()):
            answered.add_metric([family, method, str(status)], number)
        yield answered
        lasted = HistogramMetricFamily(
            "pvgraph_request_seconds", "Time to answer.", labels=["path"]
        )
        names = [*(str(float(bucket)) for bucket in _BUCKETS), "+Inf"]
        for family, numbers in sorted(self._lasted.items()):
            buckets = list(zip(names, accumulate(numbers), strict=True))
            lasted.add_metric([family], buckets, self._seconds[family])
        yield lasted


class Found(Collector):
    """Answers found or not in the caches."""

    def __init__(self) -> None:
        self.yes = self.no = 0

    def collect(self) -> Iterator[Metric]:
        found = CounterMetricFamily(
            "pvgraph_cache", "Answers found or not in the cache.", labels=["found"]
        )
        found.add_metric(["no"], self.no)
        found.add_metric(["yes"], self.yes)
        yield found


class Level:
    """A number that goes up and down, told as a gauge."""

    __slots__ = ("value",)

    def __init__(self, name: str, words: str) -> None:
        self.value = 0
        Gauge(name, words).set_function(lambda: self.value)


REQUESTS = Requests()
REGISTRY.register(REQUESTS)
STOPPED = Counter("pvgraph_workers_stopped", "Workers that ended, by reason.", ["reason"])
CACHE = Found()
REGISTRY.register(CACHE)
BUSY = Level("pvgraph_workers_busy", "Workers at work.")
WAITING = Level("pvgraph_queries_waiting", "Queries that wait for a worker.")
