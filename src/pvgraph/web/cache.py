"""A bounded cache of whole answers, the least recently asked thrown out first."""

from collections import OrderedDict

from pvgraph.web.metrics import CACHE
from pvgraph.web.runner import Result


class Cache:
    """Answers by name, at most `limit` bytes of them; one answer may take an eighth of that."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._kept: OrderedDict[str, Result] = OrderedDict()

    def get(self, key: str) -> Result | None:
        """The answer kept under `key`; none for an empty key."""
        result = self._kept.get(key)
        if result is not None:
            self._kept.move_to_end(key)
        if key:
            CACHE.labels("yes" if result else "no").inc()
        return result

    def put(self, key: str, result: Result) -> None:
        """Keep an answer, unless it has no name or is too big."""
        size = _size(result)
        if not key or size > self.limit // 8 or key in self._kept:
            return
        self._kept[key] = result
        self.size += size
        while self.size > self.limit:
            _, oldest = self._kept.popitem(last=False)
            self.size -= _size(oldest)


def _size(result: Result) -> int:
    return sum(map(len, result.pieces)) + 512
