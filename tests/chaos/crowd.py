"""Many clients on an event loop of their own, in a thread of their own: the main thread is for the servers."""

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Coroutine, Mapping
from concurrent.futures import Future
from typing import Any, Self, TypeVar

from tests.chaos.client import Client
from tests.chaos.diary import Diary
from tests.chaos.habits import Person
from tests.chaos.plan import Plan
from tests.chaos.population import Population

T = TypeVar("T")

# Somebody's network goes away about so often a second, for at most so long.
CUTS_PER_SECOND = 0.5
LONGEST_CUT_SECONDS = 4.0
CALL_SECONDS = 30


class Crowd:
    """Use as a context manager; whatever goes wrong in a client is raised from the next call."""

    def __init__(self, plan: Plan, population: Population, url: str) -> None:
        self._plan = plan
        self._population = population
        self._url = url
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="crowd", daemon=True)
        self._clients: list[Client] = []
        self._people: list[Person] = []
        self._living: list[asyncio.Task[None]] = []
        self._talking: list[asyncio.Task[None]] = []

    def __enter__(self) -> Self:
        self._thread.start()
        self._run(self._begin())
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._run(self._end([*self._talking, *self._living]))
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(CALL_SECONDS)
            self._loop.close()

    # -- From the main thread

    @property
    def diaries(self) -> list[Diary]:
        return [client.diary for client in self._clients]

    @property
    def troubles(self) -> Counter[str]:
        return sum((client.connection.troubles for client in self._clients), Counter[str]())

    def talk(self) -> None:
        self._run(self._talk())

    def fall_silent(self) -> None:
        """Nobody begins anything new, and no connection is cut any more."""
        self._run(self._end(self._talking))

    def have(self, heads: Mapping[int, int]) -> bool:
        """Is everybody connected and done, with everything up to these revs on their screens?"""
        return self._run(self._all_have(heads))

    # -- On the loop

    async def _begin(self) -> None:
        random.seed(self._plan.seed)
        for number, guest in enumerate(self._population.guests):
            client = Client(
                guest,
                self._url,
                f"127.1.{number // 250}.{number % 250 + 1}",
                token_seconds=self._plan.token_seconds,
                catches_up=self._plan.catches_up,
            )
            chance = random.Random(f"{self._plan.seed} {number}")
            person = Person(client, self._population.open_rooms, self._plan.deeds_per_second, chance)
            self._clients.append(client)
            self._people.append(person)
            self._living += [asyncio.create_task(client.live()), asyncio.create_task(person.follow_up())]

    async def _talk(self) -> None:
        self._talking = [asyncio.create_task(person.talk()) for person in self._people]
        self._talking.append(asyncio.create_task(self._cut_at_random()))

    async def _cut_at_random(self) -> None:
        chance = random.Random(f"{self._plan.seed} cuts")
        while True:
            await asyncio.sleep(chance.expovariate(CUTS_PER_SECOND))
            chance.choice(self._clients).connection.cut(chance.uniform(0, LONGEST_CUT_SECONDS))

    async def _end(self, tasks: list[asyncio.Task[None]]) -> None:
        for task in tasks:
            task.cancel()
        for end in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(end, Exception):
                raise end
        tasks.clear()

    async def _all_have(self, heads: Mapping[int, int]) -> bool:
        self._expect_life()
        done = all(person.is_done for person in self._people)
        return done and all(client.connection.is_open and client.has(heads) for client in self._clients)

    def _expect_life(self) -> None:
        for task in (*self._living, *self._talking):
            if task.done():
                task.result()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        future: Future[T] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result(CALL_SECONDS)
