"""What tells results apart: the code behind them, and what is kept in one file."""

import ast
from pathlib import Path

import pvgraph
from pvgraph.building import keys, writing
from pvgraph.building.kept import Kept

PACKAGE = Path(pvgraph.__file__).parent


def imported(path: Path) -> set[str]:
    """Our modules and names that the file imports, as Python parses it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.startswith("pvgraph")}


def test_no_import_is_missed() -> None:
    files = list(PACKAGE.rglob("*.py"))
    assert len(files) > 200
    for path in files:
        assert imported(path) <= keys._imports(path), path


def test_queries_beside_the_code_are_part_of_its_key(monkeypatch) -> None:
    before = keys.code.__wrapped__(writing.MODULE)
    content = keys.content
    query = str(PACKAGE / "search" / "noms.rq")
    monkeypatch.setattr(keys, "content", lambda p: content(p) + " " * (str(p) == query))
    assert keys.code.__wrapped__(writing.MODULE) != before


def test_only_what_is_used_is_kept_and_only_for_the_same_version(tmp_path: Path) -> None:
    path = tmp_path / "gardé.pickle"
    first: Kept[str, int] = Kept(path, "1")
    first.put("a", 1)
    first.put("b", 2)
    first.keep()
    second: Kept[str, int] = Kept(path, "1")
    assert second.get("a") == 1
    second.keep()
    third: Kept[str, int] = Kept(path, "1")
    assert (third.get("a"), third.get("b")) == (1, None)
    assert Kept(path, "2").get("a") is None
