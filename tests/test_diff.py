"""From one release to the next: what changed, in words, and names that are gone stay resolvable."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from petit_corpus import TEXT, write_corpus
from pyoxigraph import NamedNode, Store

from pvgraph import releases
from pvgraph.cli import cli
from pvgraph.graph.names import DCT, OWL

GONE = "Rénover le logement social du quartier des Tilleuls"
CORRECTED = "Rénover le logement social du quartier des Tilleuls verts"


def _run(*arguments: object):
    return CliRunner().invoke(cli, [str(a) for a in arguments])


def _build(corpus: Path, build: Path) -> Store:
    result = _run("build", "--corpus", corpus, "--store", build)
    assert result.exit_code == 0, result.output
    return Store.read_only(str(releases.current(build).store))


def _iri(store: Store, words: str) -> NamedNode:
    query = (
        "PREFIX pv: <https://w3id.org/pvgraph/def#> SELECT ?m WHERE"
        " { ?m pv:texte ?t ; a pv:Mesure FILTER(STR(?t) = ?w) }"
    )
    rows = store.query(query.replace("?w", f'"{words}"'))
    return next(iter(rows))["m"]


def _values(store: Store, subject: NamedNode, predicate: NamedNode) -> list:
    return [q.object for q in store.quads_for_pattern(subject, predicate, None, None)]


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Store], list[NamedNode]]:
    """Three releases: one measure, its words corrected, then gone altogether."""
    folder = tmp_path_factory.mktemp("histoire")
    texts = (TEXT, TEXT.replace(GONE, CORRECTED), TEXT.replace(f"- {GONE}\n", ""))
    stores = [_build(write_corpus(folder / "corpus", text), folder / "build") for text in texts]
    names = [_iri(stores[0], GONE), _iri(stores[1], CORRECTED)]
    return folder / "build", stores, names


def test_a_corrected_measure_has_a_new_name_and_the_old_one_leads_to_it(history):
    _, stores, (old, new) = history
    assert old != new
    assert [str(v.value) for v in _values(stores[1], old, OWL.deprecated)] == ["true", "true"]
    assert set(_values(stores[1], old, DCT.isReplacedBy)) == {new}


def test_a_name_stays_retired_in_later_releases(history):
    _, stores, (old, new) = history
    for name in (old, new):
        assert _values(stores[2], name, OWL.deprecated)
    assert not _values(stores[2], new, DCT.isReplacedBy)


def test_diff_says_in_words_what_changed(history):
    build, _, _ = history
    first, second, _ = (r.id for r in releases.releases(build))
    told = _run("diff", first, second, "--store", build)
    assert told.exit_code == 0, told.output
    assert "exempleville :" in told.stdout
    assert f"+ action « {CORRECTED} »" in told.stdout
    assert f"- action « {GONE} » (remplacé par « {CORRECTED}" in told.stdout


def test_diff_of_a_release_with_itself_is_empty(history):
    told = _run("diff", "current", "current", "--store", history[0])
    assert told.stdout == "Rien n'a changé.\n"


def test_an_unknown_release_is_refused_with_those_that_are_kept(history):
    result = _run("diff", "abc", "current", "--store", history[0])
    assert "ni un fichier ni une version gardée" in str(result.exception)
