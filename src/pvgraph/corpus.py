"""Source texts and their declarations: `corpus/<slug>.txt` with `corpus/<slug>.toml`.

A text is read byte for byte as UTF-8 and never repaired: offsets are those of the file. What
cannot be read is refused in one line that says what to do; what is doubtful is a warning.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pvgraph.bytes_read import Refusal, decode
from pvgraph.errors import ResourceError, TextError
from pvgraph.lexicon import codes
from pvgraph.model import Document
from pvgraph.paths import resource
from pvgraph.words import slugify

SIZE_MAX = 30_000_000  # bytes; the five texts together are 0.3 MB
LEVELS = ("axe", "objectif", "action", "projet", "indicateur", "resultat", "realisation")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KINDS = {"titre": str, "debut": int, "fin": int, "sha256": str, "communes": list,
          "documents_cadres": list, "epci": dict, "departement": dict, "region": dict,
          "territoire": dict, "attendus": dict}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expected:
    """The bounds of `[attendus]`: how many records of a niveau a careful reading gives."""

    niveau: str
    least: int
    most: int


def load_corpus(folder: Path) -> list[Document]:
    """Every text of a folder that has a declaration, by slug.

    Raises:
        ResourceError: the folder holds no declaration, or one is wrong (file and line).
        TextError: a text is missing, changed or unreadable.
    """
    return [_declared(folder / f"{slug}.toml") for slug in slugs(folder)]


def slugs(folder: Path) -> list[str]:
    """The contrats declared in a folder, without reading them.

    Raises:
        ResourceError: the folder holds no declaration, or a text has none.
    """
    if not folder.is_dir():
        raise ResourceError(f"{folder}: dossier absent")
    declared = sorted(p.stem for p in folder.glob("*.toml"))
    if not declared:
        raise ResourceError(f"{folder}: aucune déclaration (<contrat>.toml)")
    for text in sorted(folder.glob("*.txt")):
        if not text.with_suffix(".toml").is_file():
            raise ResourceError(f"{text}: sans déclaration {text.stem}.toml à côté")
    return declared


def load(source: str | Path, folder: Path | None = None) -> Document:
    """One contrat: the slug of a declaration in `folder`, or the path of any text.

    Raises:
        TextError: neither a declared slug nor a readable text.
    """
    folder = folder or Path("corpus")
    slug = str(source)
    if _SLUG.fullmatch(slug) and (folder / f"{slug}.toml").is_file():
        return _declared(folder / f"{slug}.toml")
    path = Path(source)
    if path.suffix == ".txt" and path.with_suffix(".toml").is_file():
        return _declared(path.with_suffix(".toml"))
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in folder.glob("*.toml"))) or "aucun"
        raise TextError(f"{slug}: ni un contrat connu ({known}) ni un fichier")
    return Document(slugify(path.stem) or "texte", _text(path))


def expected(declaration: Mapping) -> tuple[Expected, ...]:
    """The expected counts that a declaration states."""
    bounds = declaration.get("attendus", {})
    return tuple(Expected(n, *bounds[n]) for n in LEVELS if n in bounds)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > SIZE_MAX:
            raise TextError(f"{path}: plus de {SIZE_MAX // 1_000_000} Mo, ce n'est pas un contrat")
        return decode(path.read_bytes())
    except Refusal as refusal:
        raise TextError(f"{path}:{refusal.line}: {refusal}") from refusal
    except OSError as error:
        raise TextError(f"{path}: illisible ({error.strerror})") from error


def _declared(path: Path) -> Document:
    declaration = _declaration(path)
    text_path = path.with_suffix(".txt")
    text = _text(text_path)
    found = hashlib.sha256(text_path.read_bytes()).hexdigest()
    if found != declaration["sha256"]:
        raise TextError(
            f"{text_path}: le texte a changé (sha256 {found[:12]}…, déclaré "
            f"{declaration['sha256'][:12]}… dans {path.name})"
        )
    return Document(path.stem, text, declaration)


def _declaration(path: Path) -> dict:
    try:
        declaration = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(f"{path}: illisible ({error})") from error
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+)", str(error))
        raise ResourceError(f"{path}:{where.group(1) if where else 1}: {error}") from error
    _check(path, declaration)
    return declaration


def _check(path: Path, declaration: dict) -> None:
    if not _SLUG.fullmatch(path.stem):
        raise ResourceError(f"{path}: nom attendu en minuscules, chiffres et tirets")
    missing = [k for k in ("titre", "debut", "fin", "sha256") if k not in declaration]
    if missing:
        raise ResourceError(f"{path}:1: « {missing[0]} » manque")
    for key, kind in _KINDS.items():
        value = declaration.get(key)
        if value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
            line = _line(path, key)
            raise ResourceError(f"{path}:{line}: « {key} » doit être {kind.__name__}")
    if declaration["debut"] > declaration["fin"]:
        raise ResourceError(f"{path}:{_line(path, 'debut')}: « debut » après « fin »")
    _check_nature(path, declaration.get("nature"))
    _check_bounds(path, declaration.get("attendus", {}))


def _check_nature(path: Path, nature: str | None) -> None:
    known = codes.notations(resource("ontology") / "natures.ttl")
    if nature is not None and nature not in known:
        allowed, line = ", ".join(sorted(known)), _line(path, "nature")
        raise ResourceError(
            f"{path}:{line}: nature {nature!r} inconnue ; attendu l'une de {allowed}"
        )


def _check_bounds(path: Path, expected_counts: dict) -> None:
    for niveau, bounds in expected_counts.items():
        if niveau not in LEVELS or not _are_bounds(bounds):
            line = _line(path, niveau)
            raise ResourceError(f"{path}:{line}: « {niveau} » attend [minimum, maximum]")


def _are_bounds(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return False
    return all(type(n) is int and n >= 0 for n in value) and value[0] <= value[1]


def _line(path: Path, key: str) -> int:
    """The line where a declaration says `key`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = (n for n, line in enumerate(lines, 1) if line.lstrip(" [").startswith(key))
    return next(found, 1)
