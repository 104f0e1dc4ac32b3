"""Results of tasks kept from build to build: one folder a key, written whole or not at all."""

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path


class Cache:
    """A folder of results; a result is a few named files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> Path | None:
        """The folder of the result kept under `key`, if there is one."""
        place = self._place(key)
        return place if place.is_dir() else None

    def put(self, key: str, files: Mapping[str, bytes]) -> Path:
        """Keep the files of a result; killed at any instant it keeps all of them or none."""
        place = self._place(key)
        fresh = place.with_name(f"{key}.{os.getpid()}.tmp")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for name, content in files.items():
            (fresh / name).write_bytes(content)
        if place.is_dir():
            shutil.rmtree(fresh)
        else:
            fresh.rename(place)
        return place

    def prune(self, used: Iterable[str]) -> int:
        """Forget every result but those under the keys `used`; the number forgotten."""
        kept = set(used)
        stale = [p for p in self.folder.glob("??/*") if p.name not in kept]
        for path in stale:
            shutil.rmtree(path)
        return len(stale)

    def _place(self, key: str) -> Path:
        return self.folder / key[:2] / key
