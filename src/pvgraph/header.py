"""The header of a query file: YAML behind `#+`, which any SPARQL tool reads as comments."""

from pathlib import Path

import yaml

from pvgraph.errors import ResourceError

MARK = "#+"
#: The parser written in C, where the library has it: ten times faster.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def lines_of(sparql: str) -> list[str]:
    """The header's lines; the file's others are empty, so that numbers of lines stay."""
    return [
        line.removeprefix(MARK).removeprefix(" ") if line.startswith(MARK) else ""
        for line in sparql.splitlines()
    ]


def read(path: Path, sparql: str) -> dict:
    """The header of the query at `path`.

    Raises:
        ResourceError: there is none, or it is not YAML; names file and line.
    """
    try:
        # A safe loader either way: it builds plain values only.
        header = yaml.load("\n".join(lines_of(sparql)), Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ResourceError(f"{path}:{line}: en-tête illisible ({error.problem})") from error
    if not isinstance(header, dict):
        raise ResourceError(f"{path}:1: en-tête `{MARK} …` attendu")
    return header


def two_languages(path: Path, header: dict, key: str) -> dict[str, str]:
    """The words under `key`, in French and in English, white space made single.

    Raises:
        ResourceError: one of them is missing.
    """
    words = header.get(key)
    if not isinstance(words, dict) or not words.get("fr") or not words.get("en"):
        raise ResourceError(f"{path}:1: `{key}` doit avoir fr et en")
    return {language: " ".join(words[language].split()) for language in ("fr", "en")}
