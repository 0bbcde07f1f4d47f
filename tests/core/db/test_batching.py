"""Work that is done together, and what has to wait for the next go."""

import asyncio
from collections.abc import Iterator

import pytest
from django.db import OperationalError

from core.db import outages
from core.db.batching import LATER, Later, Together


async def test_what_had_no_place_is_done_in_the_next_go_before_what_came_after_it() -> None:
    goes: list[list[int]] = []

    def two_at_a_time(items: list[int]) -> list[int | Exception | Later]:
        goes.append(items)
        return [item * 10 if place < 2 else LATER for place, item in enumerate(items)]

    together: Together[int, int] = Together("double", two_at_a_time, most=4)
    async with asyncio.timeout(10):
        results = await asyncio.gather(*(together.ask(item) for item in range(9)))
    assert results == [item * 10 for item in range(9)]
    done = [item for go in goes for item in go[:2]]
    assert done == list(range(9))
    assert all(len(go) <= 4 for go in goes)


async def test_heavy_ones_go_with_few_others() -> None:
    goes: list[list[int]] = []

    def noted(items: list[int]) -> list[int | Exception | Later]:
        goes.append(items)
        return list(items)

    together: Together[int, int] = Together("note", noted, most=4, weigh=lambda item: item, heaviest=10)
    weights = [1, 9, 8, 8, 8, 1, 1, 1, 1, 1]
    async with asyncio.timeout(10):
        await asyncio.gather(*map(together.ask, weights))
    assert [item for go in goes for item in go] == weights
    assert all(len(go) <= 4 and sum(go[:-1]) < 10 for go in goes)


@pytest.fixture
def outages_told() -> Iterator[list[None]]:
    told: list[None] = []

    def hear(**_: object) -> None:
        told.append(None)

    outages.database_away.connect(hear)
    yield told
    outages.database_away.disconnect(hear)


async def test_a_batch_that_may_be_stored_is_told_of_though_each_item_succeeds(outages_told: list[None]) -> None:
    """Its commit was not answered, so nothing that follows a commit was done: others have to look."""

    def stored_without_an_answer(items: list[int]) -> list[int | Exception | Later]:
        if len(items) > 1:
            raise OperationalError
        return list(items)

    together: Together[int, int] = Together("store", stored_without_an_answer, most=4)
    async with asyncio.timeout(10):
        while not outages_told:
            assert await asyncio.gather(*map(together.ask, range(4))) == list(range(4))


async def test_an_error_of_the_work_itself_is_no_outage(outages_told: list[None]) -> None:
    tried: list[int] = []

    def fail_together(items: list[int]) -> list[int | Exception | Later]:
        tried.append(len(items))
        if len(items) > 1:
            raise ValueError
        return list(items)

    together: Together[int, int] = Together("store", fail_together, most=4)
    async with asyncio.timeout(10):
        while max(tried, default=0) < 2:
            await asyncio.gather(*map(together.ask, range(4)))
    assert outages_told == []
