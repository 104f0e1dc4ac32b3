"""Whatever a text does to the worker that reads it, the others are read and it is named."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import tasks

from pvgraph.building.crew import Alone, Done
from pvgraph.building.pool import Pool
from pvgraph.errors import PvgraphError


@pytest.fixture
def pool() -> Iterator[Pool]:
    crew = Pool(2, deadline=1.0)
    yield crew
    crew.close()


def by_name(found: Iterator[Done]) -> dict[str, Done]:
    return {done.contrat: done for done in found}


def test_every_task_is_done_once(pool: Pool) -> None:
    given = [(f"contrat-{n}", f"mot {n}") for n in range(9)]
    done = list(pool.run(tasks.echo, given))
    assert sorted((d.contrat, d.files["mot"].decode()) for d in done) == given


def test_task_of_a_worker_that_dies_is_given_to_another(pool: Pool, tmp_path: Path) -> None:
    assert [d.files for d in pool.run(tasks.die_once, [("a", tmp_path / "vu")])] == [
        {"mot": b"fait"}
    ]


def test_what_tasks_need_is_loaded_once_for_all_workers(pool: Pool) -> None:
    pool.begin(tasks.load)
    given = [(str(number), None) for number in range(6)]
    told = {done.files["mot"] for done in pool.run(tasks.loaded_by, given, tasks.load)}
    assert len(told) == 1 and told.pop().endswith(b"], False)")
    assert tasks.LOADED == []


@pytest.mark.parametrize("crew", [Pool(2), Alone()])
def test_what_cannot_be_loaded_stops_all_tasks(crew: Pool | Alone) -> None:
    try:
        with pytest.raises(PvgraphError, match=r"mots\.csv:3"):
            list(crew.run(tasks.echo, [("a", "lire"), ("b", "lire")], tasks.load_in_vain))
    finally:
        crew.close()


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("mourir", "mort 2 fois (signal 9)"),
        ("pendre", "mort 2 fois (signal 9)"),
        ("refuser", "texte.txt:3: illisible"),
        ("casser", "RecursionError: trop profond"),
    ],
)
def test_broken_text_is_named_and_the_others_are_read(pool: Pool, how: str, why: str) -> None:
    done = by_name(pool.run(tasks.misbehave, [("a", "lire"), ("b", how), ("c", "lire")]))
    assert why in done["b"].problem
    assert done["a"].files == done["c"].files == {"mot": b"lire"}


def test_alone_names_what_breaks_too() -> None:
    done = by_name(Alone().run(tasks.misbehave, [("a", "casser"), ("b", "lire")]))
    assert done["a"].problem == "RecursionError: trop profond"
    assert done["b"].files == {"mot": b"lire"}
