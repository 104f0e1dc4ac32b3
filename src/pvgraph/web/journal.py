"""The access log: one JSON object a request on stderr, without the query unless asked for."""

import asyncio
import os
from json.encoder import encode_basestring as quoted

__all__ = ["Journal", "quoted"]

_STDERR = 2
_EVERY = 0.2


class Journal:
    """Writes a line a request, or nothing where it is off; lines go out together, five times a
    second, so that logging costs a request almost nothing."""

    def __init__(self, on: bool) -> None:
        self.on = on
        self._lines: list[str] = []

    def write(self, line: str) -> None:
        """Note one line."""
        if not self._lines:
            asyncio.get_running_loop().call_later(_EVERY, self.flush)
        self._lines.append(line)

    def flush(self) -> None:
        """Write what was noted."""
        if self._lines:
            text = "\n".join(self._lines) + "\n"
            self._lines.clear()
            os.write(_STDERR, text.encode("utf-8", "replace"))
