"""Tasks that go wrong in every way; run in workers, so they stand in a module of their own."""

import os
import signal
from collections.abc import Mapping
from pathlib import Path

from pvgraph.errors import ResourceError, TextError


def echo(word: str) -> Mapping[str, bytes]:
    return {"mot": word.encode()}


def die_once(marker: Path) -> Mapping[str, bytes]:
    """Kill the worker the first time, work the second."""
    if marker.exists():
        return {"mot": b"fait"}
    marker.touch()
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("unreachable")


def misbehave(how: str) -> Mapping[str, bytes]:
    """Do what the word says."""
    if how == "mourir":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "pendre":
        signal.pause()
    if how == "refuser":
        raise TextError("texte.txt:3: illisible")
    if how == "casser":
        raise RecursionError("trop profond")
    return {"mot": how.encode()}


def slow(marker: Path) -> Mapping[str, bytes]:
    """Say who works, then work until told to stop; a second worker finds the way clear."""
    (marker.parent / f"{marker.name}.{os.getpid()}").touch()
    if len(list(marker.parent.glob(f"{marker.name}.*"))) == 1:
        signal.pause()
    return {"mot": b"fait"}


LOADED: list[int] = []


def load() -> None:
    """Remember which process loaded."""
    LOADED.append(os.getpid())


def load_in_vain() -> None:
    """What a wrong list does."""
    raise ResourceError("mots.csv:3: genre inconnu")


def loaded_by(_: object) -> Mapping[str, bytes]:
    """Who loaded what this worker has."""
    return {"mot": repr((LOADED, os.getpid() in LOADED)).encode()}
