"""A build after a change gives what a full build gives, and does only what changed."""

import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse
from tiny import corpus_of, declare

from pvgraph import pipeline
from pvgraph.building import loading, unchanged
from pvgraph.building.sources import Sources
from pvgraph.cli import cli
from pvgraph.comparison.dimensions import DIMENSIONS
from pvgraph.counts import gather
from pvgraph.counts.read import Counts
from pvgraph.errors import TextError
from pvgraph.graph.names import RETIRES
from pvgraph.releases import Release, current
from pvgraph.store.opening import load

NAMES = ("brigny", "colmont", "dervaux")
NEW = "Contrat de ville de colmont\n\nL'Etat s'engage à :\n\n- Ouvrir une crèche avec la CAF\n"


def contents(release: Release) -> dict[str, bytes | list]:
    """Every file of a release; of the store and the index what they hold, not their layout."""
    found: dict[str, bytes | list] = {
        path.relative_to(release.path).as_posix(): path.read_bytes()
        for path in release.path.rglob("*")
        if path.is_file() and path.parent != release.store
    }
    del found["search.sqlite"], found["counts.sqlite"]
    manifest = json.loads(found.pop("manifest.json"))
    found["store"] = sorted(str(quad) for quad in Store.read_only(str(release.store)))
    with sqlite3.connect(release.search) as base:
        wanted = "SELECT iri, niveau, contrat, text, heads, start, end FROM entry ORDER BY iri"
        found["entries"] = base.execute(wanted).fetchall()
        found["names"] = base.execute("SELECT * FROM name ORDER BY id").fetchall()
        found["other names"] = base.execute("SELECT rowid, plain FROM name_fts").fetchall()
        found["words"] = base.execute("SELECT plain FROM near ORDER BY plain").fetchall()
    found["counts"] = counted(release)
    found["manifest"] = [manifest[key] for key in ("sha256", "counts", "graphs", "contrats")]
    return found


def counted(release: Release) -> list:
    """What the file of counts holds, whatever numbers it gives to terms."""
    counts = Counts(release.counts, {})
    pairs = [("contrat", "acteur"), ("theme", "mode"), ("contrat", "public")]
    matrices = [
        counts.engagements(*(DIMENSIONS[name] for name in pair), {}, debatable=True)
        for pair in pairs
    ]
    kept = [counts.kept(name) for name in (*gather.KEPT, *gather.SHARED)]
    silent = [counts.silent(name, "", 0, 999) for name in gather.SILENCES]
    every = counts.listing({}, debatable=True, first=0, limit=999)
    return [*matrices, *kept, *silent, every, counts.network()]


@pytest.fixture
def replaced(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Replaces in the last store however much changed; how many quads, each time it did."""
    done: list[int] = []
    original = loading.replace

    def noted(*args) -> int:
        done.append(original(*args))
        return done[-1]

    monkeypatch.setattr(loading, "_MOSTLY_SAME", 1.0)
    monkeypatch.setattr(loading, "replace", noted)
    return done


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus of three contrats and the build of it."""
    folder = tmp_path_factory.mktemp("base")
    pipeline.build(Sources(corpus_of(folder / "corpus", *NAMES), folder / "build"))
    return folder


@pytest.fixture
def mine(built: Path, tmp_path: Path) -> Sources:
    """A copy of the corpus and its build, to change."""
    shutil.copytree(built / "corpus", tmp_path / "corpus")
    shutil.copytree(built / "build", tmp_path / "build", symlinks=True)
    return Sources(tmp_path / "corpus", tmp_path / "build")


def without_history(release: Release) -> dict[str, bytes | list]:
    """What a release holds without the names that earlier ones had: these depend on the past."""
    found, past = contents(release), history(release)
    found.pop("graphes/retires.nt", None)
    found["store"] = [quad for quad in found["store"] if quad not in past]
    found["manifest"][2].pop("retires", None)
    return found


def history(release: Release) -> set[str]:
    """The quads of the names that earlier releases had, in their graph and in the default one."""
    if not release.retired.is_file():
        return set()
    held = {quad.triple for quad in parse(path=release.retired, format=RdfFormat.N_TRIPLES)}
    return {str(Quad(*triple, graph)) for triple in held for graph in (RETIRES, DefaultGraph())}


def test_build_after_changes_is_a_full_build(
    mine: Sources, tmp_path: Path, replaced: list[int]
) -> None:
    before = current(mine.build)
    declare(mine.corpus, "colmont", NEW)
    corpus_of(mine.corpus, "escral")
    for suffix in (".txt", ".toml"):
        (mine.corpus / f"dervaux{suffix}").unlink()
    outcome = pipeline.build(mine)
    after = outcome.release
    assert len(replaced) == 1
    assert 4 <= outcome.made <= 8  # two read, two written, and what they share with others
    assert before.id != after.id
    full = pipeline.build(Sources(mine.corpus, tmp_path / "neuf")).release
    assert not full.retired.exists() and len(history(after)) > 20
    assert without_history(after) == contents(full)


def test_names_of_earlier_releases_are_asked_on_disk_and_in_memory(
    mine: Sources, replaced: list[int]
) -> None:
    gone = "<https://w3id.org/pvgraph/id/contrat/dervaux>"
    asked = f"ASK {{ {gone} <http://www.w3.org/2002/07/owl#deprecated> true }}"
    for suffix in (".txt", ".toml"):
        (mine.corpus / f"dervaux{suffix}").unlink()
    release = pipeline.build(mine).release
    assert Store.read_only(str(release.store)).query(asked)
    assert load(release).query(asked)
    assert len(load(release)) == len(Store.read_only(str(release.store)))


def test_nothing_is_done_again_where_nothing_changed(mine: Sources) -> None:
    before = current(mine.build)
    outcome = pipeline.build(mine)
    assert outcome.made == 0
    assert outcome.release.id == before.id


def test_text_that_breaks_stops_the_build_unless_set_aside(mine: Sources) -> None:
    good = current(mine.build)
    (mine.corpus / "colmont.txt").write_text("autre chose", encoding="utf-8")
    with pytest.raises(TextError, match=r"colmont\.txt.*a changé.*rien n'est publié"):
        pipeline.build(mine)
    assert current(mine.build).id == good.id
    outcome = pipeline.build(replace(mine, set_aside=True, whole=False))
    assert [done.contrat for done in outcome.aside] == ["colmont"]
    after = outcome.release
    assert after.manifest()["contrats"] == ["brigny", "dervaux"]
    assert not after.quads.exists()
    kept = {(r.graphs / "contrat" / "brigny.nt").read_bytes() for r in (good, after)}
    assert len(kept) == 1


def test_unchanged_build_is_known_before_anything_is_loaded(mine: Sources) -> None:
    release = current(mine.build)
    assert unchanged.serving(mine) == release
    command = ["build", "--corpus", str(mine.corpus), "--store", str(mine.build)]
    said = CliRunner().invoke(cli, command)
    assert said.exit_code == 0 and f"inchangé   version {release.id}" in said.stderr


@pytest.mark.parametrize("change", ["texte", "déclaration", "fichier abîmé", "autre base"])
def test_any_change_is_seen(mine: Sources, change: str) -> None:
    path, text = mine.corpus / "colmont.txt", ""
    if change == "déclaration":
        path, text = path.with_suffix(".toml"), path.with_suffix(".toml").read_text() + "\n"
    elif change == "fichier abîmé":
        path = current(mine.build).path / "exports" / "pvgraph.ttl"
        path.chmod(0o644)
    elif change == "autre base":
        mine = replace(mine, base="https://exemple.fr/id/")
    if change != "autre base":
        path.write_text(text or "autre chose", encoding="utf-8")
    assert unchanged.serving(mine) is None
