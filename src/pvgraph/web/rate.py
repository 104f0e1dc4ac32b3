"""So many requests a minute for each client, no more; off unless the operator sets it."""

import time
from collections import OrderedDict

_CLIENTS = 10_000


class Rate:
    """A leaky bucket a client: `per_minute` at once, refilled evenly. 0 is no limit."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._seen: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, now: float | None = None) -> int:
        """Seconds that this client should wait before asking again; 0 where it may ask now."""
        if not self.per_minute:
            return 0
        now = time.monotonic() if now is None else now
        level, since = self._seen.pop(client, (0.0, now))
        level = max(0.0, level - (now - since) * self.per_minute / 60)
        allowed = level + 1 <= self.per_minute
        self._seen[client] = (level + allowed, now)
        if len(self._seen) > _CLIENTS:
            self._seen.popitem(last=False)
        return 0 if allowed else max(1, round(60 / self.per_minute))
