"""`pvgraph build`: what it leaves, what it refuses, and that a killed build harms nothing."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from petit_corpus import TEXT, write_corpus
from pyoxigraph import RdfFormat, Store, parse

from pvgraph import releases
from pvgraph.cli import cli
from pvgraph.errors import StoreError
from pvgraph.releases import publication

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "src")}


def _build(corpus: Path, build: Path, **environment: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "pvgraph", "build", "--corpus", corpus, "--store", build]
    return subprocess.Popen(
        [str(c) for c in command],
        env={**ENVIRONMENT, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def _run(corpus: Path, build: Path):
    return CliRunner().invoke(cli, ["build", "--corpus", str(corpus), "--store", str(build)])


def _whole(release: releases.Release) -> bool:
    """Every file of the release is the one that its manifest describes."""
    files = release.manifest()["files"]
    return all(releases.sha256(release.path / name) == f["sha256"] for name, f in files.items())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """A corpus, its build folder, and what the build said on stderr."""
    folder = tmp_path_factory.mktemp("essai")
    corpus = write_corpus(folder / "corpus")
    result = _run(corpus, folder / "build")
    assert result.exit_code == 0, result.output
    return corpus, folder / "build", result.stderr


def test_one_line_of_counts_a_stage(built):
    stages = [line.split()[0] for line in built[2].splitlines() if line and line[0].isalpha()]
    told = [s for s in stages if not s.endswith(":")]
    assert told == ["lecture", "validation", "graphe", "tâches", "version"]


def test_the_sha256_of_the_sorted_quads_is_printed(built):
    release = releases.current(built[1])
    assert releases.sha256(release.exports / "pvgraph.nq") == release.manifest()["sha256"]
    assert release.manifest()["sha256"] in built[2]


def test_a_release_is_whole(built):
    assert _whole(releases.current(built[1]))


def test_quads_are_sorted_without_blank_nodes(built):
    lines = releases.current(built[1]).quads.read_text(encoding="utf-8").splitlines(True)
    assert lines == sorted(set(lines))
    assert not any(line.startswith("_:") or " _:" in line for line in lines)


def test_the_store_holds_each_triple_once_in_the_default_graph(built):
    release = releases.current(built[1])
    store = Store.read_only(str(release.store))
    quads = list(parse(path=str(release.quads), format=RdfFormat.N_QUADS))
    triples = {q.triple for q in quads}
    count = next(iter(store.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")))["n"]
    assert int(count.value) == len(triples)
    assert {str(g) for g in store.named_graphs()} == {str(q.graph_name) for q in quads}


def test_what_the_store_keeps_is_what_the_file_says(built):
    """Literals are canonical: loading rewrites none of them."""
    release = releases.current(built[1])
    store = Store.read_only(str(release.store))
    kept = sorted(f"{q} .\n" for g in store.named_graphs()
                  for q in store.quads_for_pattern(None, None, None, g))  # fmt: skip
    assert kept == release.quads.read_text(encoding="utf-8").splitlines(True)


def test_same_input_same_bytes_whatever_the_hash_seed_and_locale(built, tmp_path: Path):
    corpus, build, _ = built
    process = _build(corpus, tmp_path / "build", PYTHONHASHSEED="4242", LC_ALL="C", LANG="C")
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    again, first = releases.current(tmp_path / "build"), releases.current(build)
    data = [(r.exports / "pvgraph.nq").read_bytes() for r in (again, first)]
    assert data[0] == data[1]
    assert again.id == first.id


def test_building_again_publishes_the_same_release(built):
    corpus, build, _ = built
    before = releases.current(build)
    assert _run(corpus, build).exit_code == 0
    assert releases.current(build) == before
    assert len(releases.releases(build)) == 1


def test_a_changed_text_is_refused_and_the_old_release_serves(built, tmp_path: Path):
    build = built[1]
    before = releases.current(build)
    changed = write_corpus(tmp_path / "corpus")
    (changed / "exempleville.txt").write_text(TEXT + "ajout", encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "pvgraph", "build", "--corpus", changed, "--store", build],
        env=ENVIRONMENT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 2
    assert "exempleville.txt: le texte a changé" in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr
    assert releases.current(build) == before


def test_a_violation_is_refused_with_its_words_and_the_old_release_serves(built, tmp_path: Path):
    build = built[1]
    before = releases.current(build)
    empty = write_corpus(tmp_path / "corpus", "Un texte en français où personne ne promet rien.\n")
    result = _run(empty, build)
    assert result.exit_code == 1
    assert "Contrat-vide" in result.stderr
    assert releases.current(build) == before


def test_counts_out_of_their_bounds_are_refused(built, tmp_path: Path):
    corpus = write_corpus(tmp_path / "corpus")
    path = corpus / "exempleville.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n[attendus]\naction = [90, 99]\n")
    result = _run(corpus, tmp_path / "build")
    assert result.exit_code == 1
    assert "[attendus] action" in result.stderr
    with pytest.raises(StoreError):
        releases.current(tmp_path / "build")


def test_audit_shows_what_was_not_understood_and_publishes_nothing(tmp_path: Path):
    corpus = write_corpus(tmp_path / "corpus", TEXT + "\n\nDivers\n\n- Bidule machin truc\n")
    result = CliRunner().invoke(
        cli, ["build", "--audit", "--corpus", str(corpus), "--store", str(tmp_path / "build")]
    )
    assert result.exit_code == 0, result.output
    assert "1 non compris" in result.stderr
    assert "exempleville.txt:21: Bidule machin truc" in result.stdout
    assert not (tmp_path / "build" / "current").exists()


@pytest.mark.parametrize("delay", [0.8, 1.6, 2.4])
def test_killed_at_any_time_the_last_good_release_serves(built, tmp_path: Path, delay: float):
    _, build, _ = built
    before = releases.current(build)
    other = write_corpus(tmp_path / "corpus", TEXT.replace("Tilleuls", f"Acacias {delay}"))
    process = _build(other, build)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()
    after = releases.current(build)
    assert _whole(after)
    assert after == before or after.manifest()["sha256"] != before.manifest()["sha256"]
    Store.read_only(str(after.store))


def _publish(build: Path, content: str) -> releases.Release:
    with publication.under_construction(build) as work:
        (work / "pvgraph.nq").write_text(content)
        return publication.publish(build, work, content, {})


def test_leftovers_of_a_killed_build_are_removed(tmp_path: Path):
    stale = tmp_path / "releases" / "999999.tmp"
    stale.mkdir(parents=True)
    _publish(tmp_path, "a")
    assert not stale.exists()


def test_three_releases_are_kept_the_served_one_among_them(tmp_path: Path):
    for content in "abcdefa":
        served = _publish(tmp_path, content)
    kept = releases.releases(tmp_path)
    assert [r.id for r in kept] == ["e", "f", "a"]
    assert releases.current(tmp_path) == served


def test_the_same_data_with_other_files_beside_it_is_another_release(tmp_path: Path):
    first = _publish(tmp_path, "a")
    with publication.under_construction(tmp_path) as work:
        (work / "pvgraph.nq").write_text("a")
        (work / "export.csv").write_text("b")
        second = publication.publish(tmp_path, work, "a", {})
    assert (first.id, second.id) == ("a", "a-2")


def test_two_builds_at_once_are_refused(tmp_path: Path):
    refused = pytest.raises(StoreError, match="autre")
    again = publication.under_construction(tmp_path)
    with publication.under_construction(tmp_path), refused, again:
        pass
