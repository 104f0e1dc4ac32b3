"""Content keys: a task whose key is known need not be run again.

A key covers all that a task's result depends on: what it is given, the code that it runs (the
modules that its module imports, all the way down), the project's files that this code reads, and
the versions of the libraries that it uses.
"""

import hashlib
import importlib.metadata
import os
import platform
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from io import FileIO
from pathlib import Path

import pvgraph

_PACKAGE = Path(pvgraph.__file__).parent
_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|.*)|import[ \t]+(.*))$", re.MULTILINE
)
_NAME = re.compile(r"[\w.]+")
_DIGESTS: dict[tuple[int, ...], str] = {}
"""SHA-256 of files read by this process, by where they stand on the disk and when they were
written."""
_LIBRARIES = ("numpy", "pyoxigraph", "pyshacl", "rdflib", "scikit-learn", "spacy")


def key(*parts: str | bytes) -> str:
    """SHA-256, in hex, of the parts, each told apart from the next."""
    held: list[bytes] = []
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        held += (len(data).to_bytes(8, "big"), data)
    return hashlib.sha256(b"".join(held)).hexdigest()


def content(path: str) -> str:
    """The SHA-256 of a file, in hex; taken once of a file that is not written again meanwhile.

    Raises:
        OSError: it cannot be read.
    """
    with FileIO(path) as file:
        s = os.fstat(file.fileno())
        written = (s.st_dev, s.st_ino, s.st_size, s.st_mtime_ns, s.st_ctime_ns)
        if written not in _DIGESTS:
            _DIGESTS[written] = hashlib.sha256(file.readall()).hexdigest()
        return _DIGESTS[written]


@cache
def code(module: str) -> str:
    """The digest of a module of ours with all those that it imports, of the queries and lists that
    stand beside these, and of the libraries."""
    modules = closure(module)
    folders = {str(path.parent) for path in modules}
    files = {*map(str, modules), *(path for folder in folders for path in _beside(folder))}
    start = len(f"{_PACKAGE}/")
    told = (word for path in sorted(files) for word in (path[start:], content(path)))
    return key(*installed(), *told)


@cache
def _beside(folder: str) -> tuple[str, ...]:
    """The files of a folder that are no modules."""
    with os.scandir(folder) as entries:
        data = (entry for entry in entries if not entry.name.endswith((".py", ".pyc")))
        return tuple(entry.path for entry in data if entry.is_file())


def installed() -> list[str]:
    """Python and the libraries, with their versions."""
    libraries = [f"{name}=={version}" for name, version in versions().items()]
    return [platform.python_version(), *libraries]


def folders(paths: Iterable[Path]) -> str:
    """The digest of every file of the folders, names included."""
    contents: list[str] = []
    for folder in filter(Path.is_dir, paths):
        names = (name for name, _ in _files(f"{folder}/"))
        for name in sorted(names, key=lambda name: name.split("/")):
            contents += [name, content(f"{folder}/{name}")]
    return key(*contents)


def newest(paths: Iterable[Path]) -> float:
    """When a file of the folders was last written, in seconds since 1970."""
    found = (entry for p in filter(Path.is_dir, paths) for _, entry in _files(f"{p}/"))
    return max((entry.stat().st_mtime for entry in found), default=0.0)


def _files(folder: str, inside: str = "") -> Iterator[tuple[str, os.DirEntry]]:
    """Every file below a folder, its name as words: a corpus has thousands."""
    with os.scandir(folder + inside) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(folder, f"{inside}{entry.name}/")
            elif entry.is_file() and not entry.name.endswith(".pyc"):
                yield inside + entry.name, entry


def closure(module: str) -> set[Path]:
    """The files of `module` and of every module of ours that it imports, directly or not.

    Importing a module runs its packages too; everything beside a package's `__init__` counts only
    where it is imported.
    """
    found: set[Path] = set()
    waiting = [module]
    while waiting:
        path = _file(waiting.pop())
        if path is None or path in found:
            continue
        found.add(path)
        waiting += _imports(path)
    return found


@cache
def _file(module: str) -> Path | None:
    """The file of a dotted name; None where it names no module of ours."""
    if module.split(".")[0] != _PACKAGE.name:
        return None
    place = f"{_PACKAGE.parent}/{module.replace('.', '/')}"
    files = (Path(f"{place}.py"), Path(f"{place}/__init__.py"))
    return next((path for path in files if path.is_file()), None)


@cache
def _imports(path: Path) -> frozenset[str]:
    """Every dotted name that the file may import: `from a import b` names `a` and `a.b`.

    Lines are read as words, not parsed (ten times as long): a docstring that looks like an import
    only adds a name, which can make a key change once too often, never too seldom.
    """
    names: set[str] = set()
    for module, imported, plain in _IMPORT.findall(path.read_text(encoding="utf-8")):
        if plain:
            names.update(_NAME.findall(plain))
        else:
            names.add(module)
            names.update(f"{module}.{name}" for name in _NAME.findall(imported))
    own = [name for name in names if name.startswith(_PACKAGE.name)]
    return frozenset(n.rsplit(".", depth)[0] for n in own for depth in range(n.count(".") + 1))


@cache
def versions() -> dict[str, str]:
    """The versions of the libraries that results depend on, those that are installed."""
    found = {}
    for name in _LIBRARIES:
        with suppress(importlib.metadata.PackageNotFoundError):
            found[name] = importlib.metadata.version(name)
    return found
