"""Which threads wait for the database."""

import asyncio
import threading
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings

from core.db.threads import RequestThreads, in_database, in_database_for_all


async def test_sockets_wait_side_by_side() -> None:
    """Each call waits for all the others to be under way, which in a single thread would be for ever."""
    everybody = threading.Barrier(settings.DATABASE_THREADS)
    calls = [in_database(everybody.wait, 60) for _ in range(settings.DATABASE_THREADS)]
    assert sorted(await asyncio.gather(*calls)) == list(range(settings.DATABASE_THREADS))


async def test_sockets_use_no_more_threads_than_there_are_connections() -> None:
    names = await asyncio.gather(*(in_database(lambda: threading.current_thread().name) for _ in range(100)))
    assert len(set(names)) <= settings.DATABASE_THREADS


async def test_what_concerns_all_sockets_does_not_wait_for_the_calls_of_some() -> None:
    held = threading.Event()
    calls = [asyncio.ensure_future(in_database(held.wait, 60)) for _ in range(4 * settings.DATABASE_THREADS)]
    try:
        async with asyncio.timeout(30):
            assert await in_database_for_all(lambda: "read") == "read"
    finally:
        held.set()
        await asyncio.gather(*calls)


class Requests:
    """An application whose requests say in which threads they work, and wait until all have begun."""

    def __init__(self, together: int) -> None:
        self.threads: list[list[str]] = []
        self._begun = asyncio.Barrier(together)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        first = await sync_to_async(name_of_thread)()
        await self._begun.wait()
        self.threads.append([first, await sync_to_async(name_of_thread)()])


def name_of_thread() -> str:
    return f"{threading.current_thread().name} {threading.get_ident()}"


async def ask(app: RequestThreads, requests: int) -> None:
    await asyncio.gather(*(app({}, None, None) for _ in range(requests)))


async def test_a_request_keeps_its_thread_and_shares_it_only_when_there_are_no_more() -> None:
    requests = Requests(together=6)
    await ask(RequestThreads(requests, 3), 6)
    assert all(first == second for first, second in requests.threads)
    used = [first for first, _ in requests.threads]
    assert sorted(used.count(thread) for thread in set(used)) == [2, 2, 2]


async def test_a_thread_is_free_again_after_its_request() -> None:
    requests = Requests(together=1)
    app = RequestThreads(requests, 2)
    for _ in range(4):
        await ask(app, 1)
    assert len({first for first, _ in requests.threads}) == 1
