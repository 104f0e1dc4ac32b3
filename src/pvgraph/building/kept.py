"""Small results kept from build to build in one file, where a folder each would cost more to open
than to make again."""

import gc
import os
import pickle
from pathlib import Path
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """What the last build found, and what this one uses of it or finds.

    `version` is all that the results depend on besides their keys (code, lists): where it differs
    nothing is taken. Without a file nothing is kept.
    """

    def __init__(self, path: Path | None = None, version: str = "") -> None:
        self._path, self._version = path, version
        self._known: dict[Key, Value] = {}
        self._used: dict[Key, Value] = {}
        if path and path.is_file():
            kept_version, kept = _loaded(path)
            self._known = kept if kept_version == version else {}

    def get(self, key: Key) -> Value | None:
        """What is known under `key`, and from now on used."""
        found = self._used.get(key)
        if found is None and (found := self._known.get(key)) is not None:
            self._used[key] = found
        return found

    def put(self, key: Key, value: Value) -> Value:
        self._used[key] = value
        return value

    def keep(self) -> None:
        """Keep what this build used, nothing else; killed at any instant the old file stays."""
        if self._path is None or self._used.keys() == self._known.keys():
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(f".{os.getpid()}.tmp")
        fresh.write_bytes(pickle.dumps((self._version, self._used)))
        fresh.replace(self._path)


def _loaded(path: Path) -> tuple:
    """What a file of ours holds; thousands of values, among which no cycle is to be looked for."""
    looking = gc.isenabled()
    gc.disable()
    try:
        return pickle.loads(path.read_bytes())
    finally:
        if looking:
            gc.enable()
