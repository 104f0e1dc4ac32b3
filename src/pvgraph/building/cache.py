"""Results of tasks kept from build to build: one folder a key, written whole or not at all."""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path


class Cache:
    """A folder of results; a result is a few named files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def _known(self) -> set[str]:
        """The keys of all results: listed once, for a build asks for thousands."""
        return set(self._listed())

    def _listed(self) -> Iterator[str]:
        with suppress(FileNotFoundError), os.scandir(self.folder) as groups:
            for group in groups:
                with os.scandir(group) as results:
                    yield from (entry.name for entry in results)

    def get(self, key: str) -> Path | None:
        """The folder of the result kept under `key`, if there is one."""
        return self._place(key) if key in self._known else None

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
        self._known.add(key)
        return place

    def prune(self, used: Iterable[str]) -> int:
        """Forget every result but those under the keys `used`; the number forgotten."""
        kept = set(used)
        stale = [name for name in self._listed() if name not in kept]
        for name in stale:
            shutil.rmtree(self._place(name))
            self._known.discard(name)
        return len(stale)

    def _place(self, key: str) -> Path:
        return Path(f"{self.folder}/{key[:2]}/{key}")
