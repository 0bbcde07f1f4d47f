"""Work that is done together, and what has to wait for the next go."""

import asyncio

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
