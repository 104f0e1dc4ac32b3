"""Publication: a release sealed and switched to in one step; the last one serves until then."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from types import MappingProxyType

from pvgraph.errors import StoreError
from pvgraph.releases import Release, current, releases, sha256

KEPT = 3
"""Releases kept on disk, the one serving included."""

_PLAIN = json.JSONEncoder(ensure_ascii=False)
_AT_ONCE = 8
"""Files sent to the disk at once."""
_UNSTABLE = ("store/", "search.sqlite", "counts.sqlite")
"""Files whose bytes differ from one build to the next though they hold the same."""


@contextmanager
def under_construction(build: Path) -> Iterator[Path]:
    """A folder to fill; it is removed, whatever happens, unless `publish` has renamed it.

    What earlier builds left when they were killed is removed first.

    Raises:
        StoreError: another build is at work in `build`.
    """
    folder = build / "releases"
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(build):
        for stale in folder.glob("*.tmp"):
            shutil.rmtree(stale)
        work = folder / f"{os.getpid()}.tmp"
        work.mkdir()
        try:
            yield work
        finally:
            if work.exists():
                shutil.rmtree(work)


@contextmanager
def _alone(build: Path) -> Iterator[None]:
    """Refuse to build where another build is at work; a killed one leaves no lock behind."""
    with (build / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreError(f"{build}: une autre construction est en cours") from error
        yield


def publish(
    build: Path,
    work: Path,
    release_id: str,
    manifest: dict,
    known: Mapping[str, str] = MappingProxyType({}),
) -> Release:
    """Seal `work` as the release `release_id` and make it the current one, in one step.

    `known` gives the SHA-256 of files for which it need not be taken again.

    Everything is on disk (fsync) before the rename, and the rename before the switch: a crash at
    any instant leaves the old release serving, or the new one whole. Where the very same files
    were published before, that release serves again; where the same data comes with other files
    beside it, the id gets a number.
    """
    files = dict(_files(work, {**_linked(build), **known}))
    manifest = {**manifest, "id": release_id, "files": files}
    target = _target(build / "releases", release_id, manifest)
    if target.exists():
        os.utime(target)
    else:
        manifest["id"] = target.name
        text = _indented(manifest)
        (work / "manifest.json").write_text(text + "\n", encoding="utf-8")
        with ThreadPoolExecutor(1) as beside:  # the disk is waited for once
            pruned = beside.submit(_prune, build, KEPT - 1)
            _seal(work, _inodes(build))
        pruned.result()
        work.rename(target)
        _sync(target.parent)
    _point(build / "current", target)
    return Release(target.resolve())


def _indented(value: object, margin: str = "\n") -> str:
    """JSON as `json.dumps(…, indent=2, sort_keys=True)` writes it, which takes ten times as long
    over thousands of files."""
    deeper = f"{margin}  "
    if isinstance(value, dict) and value:
        said = (f"{_PLAIN.encode(k)}: {_indented(v, deeper)}" for k, v in sorted(value.items()))
        return f"{{{deeper}{f',{deeper}'.join(said)}{margin}}}"
    if isinstance(value, list) and value:
        return f"[{deeper}{f',{deeper}'.join(_indented(v, deeper) for v in value)}{margin}]"
    return _PLAIN.encode(value)


def _target(folder: Path, release_id: str, manifest: dict) -> Path:
    """The first folder of that name that holds the same files, or does not exist yet."""
    for name in chain([release_id], (f"{release_id}-{n}" for n in count(2))):
        target = folder / name
        if not target.exists() or _same(Release(target).manifest(), manifest):
            return target
    raise AssertionError("unreachable")


def _same(old: dict, new: dict) -> bool:
    """Whether two manifests describe the same files, the store's own layout aside."""

    def told(manifest: dict) -> dict:
        return {
            name: entry["sha256"]
            for name, entry in manifest["files"].items()
            if not name.startswith(_UNSTABLE)
        }

    return told(old) == told(new)


def _files(work: Path, known: Mapping[str | int, str]) -> Iterator[tuple[str, dict]]:
    start = len(f"{work}/")
    for file in _walk(work):
        name, stat = file.path[start:], file.stat()
        same = known.get(name) or known.get(stat.st_ino)
        yield name, {"sha256": same or sha256(Path(file.path)), "bytes": stat.st_size}


def _walk(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    """Every file below a folder: its entry, for there are thousands, most of them only linked."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path)
            else:
                yield entry


def _linked(build: Path) -> dict[int, str]:
    """The SHA-256 of the store's files in service, by inode: a new release shares most of them."""
    try:
        last = current(build)
        files = last.manifest()["files"]
    except StoreError:
        return {}
    return {
        (last.path / name).stat().st_ino: entry["sha256"]
        for name, entry in files.items()
        if name.startswith(_UNSTABLE)
    }


def _point(link: Path, target: Path) -> None:
    """Make `link` point to `target`, atomically."""
    fresh = link.with_name(f"{link.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(os.path.relpath(target, link.parent))
    fresh.replace(link)
    _sync(link.parent)


def _prune(build: Path, kept: int) -> None:
    """Remove releases, the oldest first, but for the last ones `kept` and the one in service."""
    serving = (build / "current").resolve()
    for old in releases(build)[:-kept]:
        if old.path.resolve() != serving:
            shutil.rmtree(old.path)


def _seal(folder: Path, sealed: frozenset[int]) -> None:
    """Every file read-only and on disk; folders stay writable, so that they can be removed.

    Files that the release in service has too (`sealed`, by inode) are so already.
    """
    fresh = [Path(file.path) for file in _walk(folder) if file.stat().st_ino not in sealed]
    for path in fresh:
        path.chmod(0o444)
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        list(threads.map(_sync, fresh))
    for inside, _, _ in os.walk(folder, topdown=False):
        _sync(Path(inside))


def _inodes(build: Path) -> frozenset[int]:
    """The files of the release in service."""
    try:
        last = current(build)
    except StoreError:
        return frozenset()
    return frozenset(file.stat().st_ino for file in _walk(last.path))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
