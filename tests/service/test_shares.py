"""Turns: pages first, clients in fair shares, nobody forgotten."""

import asyncio

import pytest

from pvgraph.store.job import Busy
from pvgraph.web.runner import Asker
from pvgraph.web.shares import Shares


def shares(workers: int, reserved: int = 0, bound: int = 100, patience: float = 5) -> Shares[int]:
    made: Shares[int] = Shares(reserved, bound, patience)
    for worker in range(workers):
        made.give(worker)
    return made


async def visit(made: Shares[int], client: str, served: list[str], page: bool = False) -> None:
    asker = Asker(client, page=page)
    worker = await made.take(asker)
    served.append(client)
    await asyncio.sleep(0)
    made.done(asker)
    made.give(worker)


def test_nobody_is_forgotten_among_many_turns():
    async def scene():
        made, served = shares(2), []
        for _ in range(30):
            await asyncio.gather(*(visit(made, f"c{i % 3}", served) for i in range(60)))
        return served

    assert len(asyncio.run(scene())) == 1800


def test_clients_take_turns():
    async def scene():
        made, served = shares(1), []
        crowd = [visit(made, "crowd", served) for _ in range(20)]
        await asyncio.gather(*crowd, visit(made, "alone", served))
        return served

    assert "alone" in asyncio.run(scene())[:3]


def test_pages_have_a_worker_of_their_own_and_go_first():
    async def scene():
        made, served = shares(2, reserved=1), []
        held = await made.take(Asker("bomb"))
        waiting = asyncio.create_task(visit(made, "stranger", served))
        await asyncio.sleep(0)
        await visit(made, "page", served, page=True)
        made.done(Asker("bomb"))
        made.give(held)
        await waiting
        return served

    assert asyncio.run(scene()) == ["page", "stranger"]


def test_too_many_or_too_long_is_told():
    async def scene():
        made = shares(1, bound=1, patience=0.05)
        await made.take(Asker("a"))
        waiting = asyncio.create_task(made.take(Asker("b")))
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await made.take(Asker("c"))
        with pytest.raises(Busy):
            await waiting
        return made.waiting()

    assert asyncio.run(scene()) == 0


def test_turn_of_one_who_left_goes_to_the_next():
    async def scene():
        made, served = shares(1), []
        held = await made.take(Asker("a"))
        leaver = asyncio.create_task(made.take(Asker("b")))
        stayer = asyncio.create_task(visit(made, "c", served))
        await asyncio.sleep(0)
        made.done(Asker("a"))
        made.give(held)
        leaver.cancel()
        await asyncio.wait_for(stayer, 1)
        return served, dict(made.running)

    assert asyncio.run(scene()) == (["c"], {})


def test_turn_taken_between_two_others_of_one_client_is_kept():
    async def scene():
        made, same = shares(2), Asker("same")
        held = [await made.take(same), await made.take(same)]
        first, second = (asyncio.create_task(made.take(same)) for _ in range(2))
        await asyncio.sleep(0)
        made.give(held[0])
        third = asyncio.create_task(made.take(same))
        made.give(held[1])
        freed = await first, await second
        made.give(freed[0])
        return await asyncio.wait_for(third, 1)

    assert asyncio.run(scene()) in (0, 1)
