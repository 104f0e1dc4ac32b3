"""A release under construction: what can be put in it before it is known what changed.

While texts are read and written, most of a release is known already: the files of all contrats that
did not change, and the last release's store and index, which only lose and gain what did.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from pyoxigraph import Store

from pvgraph.building import common, extracted, findable, graphed, loading, sums
from pvgraph.building.crew import Crew, nothing
from pvgraph.releases import Release

FEW = 0.2
"""Share of the texts that may have changed for the last release to be worth taking."""
_FROM_READING = ((extracted.RECORDS, "records"), (extracted.PASSAGES, "passages"))
_FROM_WRITING = (
    (graphed.GRAPH, "contrat"),
    (graphed.DERIVED, "derive"),
    (graphed.VALIDATION, "validation"),
)


class Draft:
    """The files of a release in `folder`, made upon those of `last` where there is one."""

    def __init__(self, folder: Release, last: Release | None, crew: Crew) -> None:
        self.folder, self.last, self._crew = folder, last, crew
        self.past = loading.last(last)
        self.take: Callable[[], None] = nothing
        self._linked: dict[str, str] = {}
        self.few = False

    def reading(self, missing: int, wanted: int) -> None:
        """That many texts are being read, out of all."""
        self.few = self.last is not None and missing <= FEW * wanted
        if self.few and self.last and not self.last.quads.is_file():
            self.take = partial(findable.take, self.last, self.folder)
            self._crew.begin(self.take)

    def writing(
        self, read_in: Mapping[str, Path], written: Mapping[str, Path], acteurs: bytes
    ) -> None:
        """These contrats are read, and the graphs of these known, while others are written;
        `acteurs` is what they share."""
        if self.few and self.past:
            self.link(read_in, written)
            self.copied_store()
            self.past.difference(common.ACTEURS, acteurs)

    def link(self, read_in: Mapping[str, Path], written: Mapping[str, Path]) -> dict[str, str]:
        """Put the files of these contrats in the release; gives their names and SHA-256."""
        folder = self.folder
        reading_in = {name: folder.path / place for name, place in _FROM_READING}
        reading_in[extracted.TEXT] = folder.texts
        writing_in = {name: folder.graphs / place for name, place in _FROM_WRITING}
        known = dict([*self._files(reading_in, read_in), *self._files(writing_in, written)])
        for place in self._linked.keys() - known.keys():
            (folder.path / place).unlink()
            del self._linked[place]
        return known

    def copied_store(self) -> bool:
        """The store of the last release, its files shared; False where there is none."""
        if self.last is None or not self.last.store.is_dir():
            return False
        if not self.folder.store.exists():
            Store.read_only(str(self.last.store)).backup(str(self.folder.store))
        return True

    def _files(
        self, places: Mapping[str, Path], results: Mapping[str, Path]
    ) -> Iterator[tuple[str, str]]:
        for name, inside in places.items():
            inside.mkdir(parents=True, exist_ok=True)
            prefix, suffix = inside.relative_to(self.folder.path).as_posix(), Path(name).suffix
            for contrat, source in results.items():
                place, file = f"{prefix}/{contrat}{suffix}", f"{source}/{name}"
                if self._linked.get(place) != file:
                    self._link(place, file)
                yield place, sums.read(source)[name].sha256

    def _link(self, place: str, file: str) -> None:
        if place in self._linked:
            (self.folder.path / place).unlink()
        os.link(file, f"{self.folder.path}/{place}")
        self._linked[place] = file
