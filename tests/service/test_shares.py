"""Turns: pages first, clients in fair shares, nobody forgotten."""

import asyncio
import time
from dataclasses import dataclass, field

import pytest

from pvgraph.store.job import Busy
from pvgraph.web import link, shares
from pvgraph.web.runner import Asker
from pvgraph.web.shares import Shares


@dataclass(eq=False)
class Visit:
    """A query of that client that waits for a worker, which it then has."""

    asker: Asker
    until: float = 0.0
    worker: int | None = None


@dataclass
class Scene:
    """Workers by number, and the visits that have begun, in order."""

    workers: int
    reserved: int = 0
    bound: int = 1000
    patience: float = 5
    begun: list[Visit] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.shares: Shares[int, Visit] = Shares(
            self.reserved, self.bound, self.patience, self.begin
        )
        for worker in range(self.workers):
            self.shares.give(worker)

    def begin(self, worker: int, visit: Visit) -> None:
        visit.worker = worker
        self.begun.append(visit)

    def come(self, client: str, page: bool = False) -> Visit:
        visit = Visit(Asker(client, page=page))
        self.shares.take(visit)
        return visit

    def leave(self, visit: Visit) -> None:
        assert visit.worker is not None
        self.shares.done(visit.asker)
        self.shares.give(visit.worker)

    def clients(self) -> list[str]:
        """Who was served, in order, everybody leaving as soon as served."""
        for visit in self.begun:
            self.leave(visit)
        return [visit.asker.client for visit in self.begun]


def test_nobody_is_forgotten_among_many_turns():
    scene = Scene(2)
    over = 0
    for i in range(1800):
        scene.come(f"c{i % 7}", page=i % 11 == 0)
        if i % 3:
            scene.leave(scene.begun[over])
            over += 1
    while over < len(scene.begun):
        scene.leave(scene.begun[over])
        over += 1
    assert len(scene.begun) == 1800
    assert scene.shares.waiting() == 0


def test_clients_take_turns():
    scene = Scene(1)
    for _ in range(20):
        scene.come("crowd")
    scene.come("alone")
    assert "alone" in scene.clients()[:3]
    assert len(scene.begun) == 21


def test_client_with_the_least_running_goes_first():
    scene = Scene(3)
    held = [scene.come("crowd"), scene.come("crowd"), scene.come("alone")]
    crowd, alone = scene.come("crowd"), scene.come("alone")
    scene.leave(held[0])
    assert (crowd.worker, alone.worker) == (held[0].worker, None)
    scene.leave(held[2])
    assert alone.worker == held[2].worker


def test_pages_have_a_worker_of_their_own_and_go_first():
    scene = Scene(2, reserved=1)
    held = scene.come("bomb")
    stranger = scene.come("stranger")
    page = scene.come("", page=True)
    second = scene.come("", page=True)
    assert page.worker is not None
    assert stranger.worker is None
    scene.leave(held)
    assert (second.worker, stranger.worker) == (held.worker, None)
    scene.leave(page)
    scene.leave(second)
    assert stranger.worker is not None


def test_too_many_is_told():
    scene = Scene(1, bound=1)
    scene.come("a")
    scene.come("b")
    with pytest.raises(Busy):
        scene.come("c")
    assert scene.shares.waiting() == 1


def test_who_has_waited_too_long_waits_no_more():
    scene = Scene(1, patience=-1)
    held = scene.come("a")
    late = [scene.come("b"), scene.come("", page=True)]
    assert set(scene.shares.expired()) == set(late)
    assert scene.shares.waiting() == 0
    scene.leave(held)
    assert scene.begun == [held]


def test_turn_of_one_who_left_goes_to_the_next():
    scene = Scene(1)
    held, leaver, stayer = scene.come("a"), scene.come("b"), scene.come("c")
    assert scene.shares.withdraw(leaver)
    assert not scene.shares.withdraw(held)
    scene.leave(held)
    assert stayer.worker is not None
    scene.leave(stayer)
    assert scene.shares.running == {}


def test_last_who_came_need_not_wait_for_all_long_ones(monkeypatch):
    """Where a client has waited long, its last and its first query take turns."""
    monkeypatch.setattr(shares, "_LATE", -60.0)
    scene = Scene(1)
    scene.come("a")
    waiting = [scene.come("a") for _ in range(4)]
    for _ in waiting:
        scene.leave(scene.begun[-1])
    assert scene.begun[1:] == [waiting[3], waiting[0], waiting[2], waiting[1]]


def test_worker_that_is_no_more_serves_nobody():
    scene = Scene(2)
    scene.shares.forget(1)
    assert [scene.come("a").worker, scene.come("b").worker] == [0, None]


#: Seconds by the clock and of a processor since the query began: whether it gives way at 1.5 s.
LASTED = [
    (1.4, 1.4, False),
    (1.6, 0.9, True),
    (1.6, 0.5, False),  # slow because the machine is busy
    (2.1, 0.3, True),  # long, whatever else the machine does
    (9.0, 0.1, False),
    (1.6, None, True),
]


@pytest.mark.parametrize(("lasted", "used", "long"), LASTED)
def test_long_query_is_told_from_a_busy_machine(lasted, used, long, monkeypatch):
    async def look() -> bool:
        worker = link.Link(1, lambda _: None)
        worker.since = time.monotonic() - lasted
        monkeypatch.setattr(link, "processor_seconds", lambda _: used)
        return worker.has_worked(1.5)

    assert asyncio.run(look()) is long


def test_tells_who_has_waited_how_long():
    scene = Scene(1, patience=5)
    for client in ("a", "b", "c"):
        scene.come(client, page=client == "c")
    late = scene.shares._pages[0]
    late.until -= 2
    assert (scene.shares.waiting(), scene.shares.waiting(1), scene.shares.waiting(3)) == (2, 1, 0)
