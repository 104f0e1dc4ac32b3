"""A protocol request understood: what to run, how to write it, under which name to keep it."""

import hashlib
from collections import OrderedDict
from typing import NamedTuple

from pvgraph.store import formats, guard
from pvgraph.store.formats import Format
from pvgraph.store.job import Job
from pvgraph.web.negotiate import wanted
from pvgraph.web.request import Asked

_KNOWN = 2048
_LONGEST = 8192


class Plan(NamedTuple):
    """What to run, and how. `digest` names the answer within a release; it is empty where asking
    twice may answer differently."""

    job: Job
    format: Format
    timeout: float | None
    digest: str


def understand(asked: Asked, accept: str, base_iri: str) -> Plan:
    """The plan for a request that holds a query.

    Raises:
        BadQuery: what must not reach the engine.
        Refusal: 406, no format is acceptable.
    """
    query = asked.query or ""
    reading = guard.read(query)
    format = wanted(formats.family(reading.kind), asked.format, accept)
    job = Job(
        query,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        rows=format.name if format in formats.ROWS else "json",
        graph=format.name if format in formats.GRAPHS else "nt",
        base_iri=base_iri,
    )
    identity = repr((query, asked.default_graphs, asked.named_graphs, format.name))
    digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return Plan(job, format, asked.timeout, digest if reading.stable else "")


class Plans:
    """The plans of the last GET requests, by their raw query string and Accept header: a question
    that comes back, as a page's or a notebook's does, is not read again."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[bytes, bytes], Plan] = OrderedDict()

    def get(self, query_string: bytes, accept: bytes) -> Plan | None:
        """The plan made before for this very request."""
        return self._known.get((query_string, accept))

    def put(self, query_string: bytes, accept: bytes, plan: Plan) -> None:
        """Remember a plan, unless its request is long."""
        if len(query_string) + len(accept) > _LONGEST:
            return
        self._known[query_string, accept] = plan
        if len(self._known) > _KNOWN:
            self._known.popitem(last=False)
