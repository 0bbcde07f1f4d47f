"""Many clients on an event loop in a thread of its own. The main thread controls the servers."""

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import Future
from typing import Any, Self, TypeVar

from lab.chaos.checks.history import Diary
from lab.chaos.clients.client import Client
from lab.chaos.clients.habits import Person, seek_now_and_then
from lab.chaos.plan import Plan
from lab.chaos.schedule import chosen, cuts, steps
from lab.chaos.searching.words import KnownWords
from lab.chaos.world.database import Own
from lab.chaos.world.population import Guest, Population

T = TypeVar("T")

CALL_SECONDS = 60
# Patient enough to hear a suspended worker after it resumes.
PATIENT_BEATS = 20


class Crowd:
    """A context. Errors in a client are raised from the next call.

    Guests connect through nginx. Hosts and watchers each connect to one worker, by its port, and their network never
    goes away.
    """

    def __init__(self, plan: Plan, population: Population, url: str, worker_urls: Sequence[str]) -> None:
        self.population = population
        self.guests: list[Client] = []
        self.hosts: list[Client] = []
        self.watchers: list[list[Client]] = []
        """Two devices for each watcher: the first at the worker of the watcher's number, the second at the next
        worker."""
        self._plan = plan
        self._url, self._worker_urls = url, worker_urls
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="crowd", daemon=True)
        self._clients: list[Client] = []
        self._known = KnownWords()
        self._people: list[Person] = []
        self._living: list[asyncio.Task[None]] = []
        self._talking: list[asyncio.Task[None]] = []

    def __enter__(self) -> Self:
        self._thread.start()
        self.run(self._begin())
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.run(self._end([*self._talking, *self._living]))
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(CALL_SECONDS)
            self._loop.close()

    # -- From the main thread

    @property
    def diaries(self) -> list[Diary]:
        return [client.diary for client in self._clients]

    @property
    def steady(self) -> list[Client]:
        """The clients whose network never goes away."""
        return [*self.hosts, *(device for devices in self.watchers for device in devices)]

    @property
    def troubles(self) -> Counter[str]:
        return sum((client.connection.troubles for client in self._clients), Counter[str]())

    def talk(self) -> None:
        self.run(self._talk())

    def fall_silent(self) -> None:
        """Stop all new actions and all cuts of connections."""
        self.run(self._end(self._talking))

    def is_done(self) -> bool:
        """Whether all clients are connected and everything was answered."""
        return self.run(self._is_done())

    def have(self, heads: Mapping[int, int], owns: Mapping[int, Own]) -> bool:
        """Whether all clients are connected and done, with everything up to these revs on their screens and this own
        state."""
        return self.run(self._all_have(heads, owns))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.begin(work).result(CALL_SECONDS)

    def begin(self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    # -- On the loop

    async def _begin(self) -> None:
        random.seed(self._plan.seed)
        people = self.population
        self.guests = [self._arrive(guest, self._url) for guest in people.guests]
        self.hosts = [
            self._arrive(*each, beats=PATIENT_BEATS) for each in zip(people.hosts, self._worker_urls, strict=True)
        ]
        count = len(self._worker_urls)
        self.watchers = [
            [
                self._arrive(device, self._worker_urls[(number + turn) % count], beats=PATIENT_BEATS)
                for turn, device in enumerate(devices)
            ]
            for number, devices in enumerate(people.watchers)
        ]
        for number, client in enumerate(self.guests):
            self._settle_in(number, client)

    def _arrive(self, guest: Guest, url: str, beats: float = 2) -> Client:
        number = len(self._clients)
        address = f"127.1.{number // 250}.{number % 250 + 1}"
        lifetime, catches_up = self._plan.token_seconds, self._plan.catches_up
        client = Client(guest, url, address, self._known, token_seconds=lifetime, catches_up=catches_up, beats=beats)
        self._clients.append(client)
        self._living.append(asyncio.create_task(client.live()))
        return client

    def _settle_in(self, number: int, client: Client) -> None:
        habits = steps(self._plan.seed, number, self._plan.deeds_per_second)
        person = Person(client, self.population, self.guests, habits)
        self._people.append(person)
        self._living.append(asyncio.create_task(person.follow_up()))

    async def _talk(self) -> None:
        self._talking = [asyncio.create_task(person.talk()) for person in self._people]
        self._talking.append(asyncio.create_task(self._cut_at_random()))
        self._talking += [asyncio.create_task(seek_now_and_then(first)) for first, _ in self.watchers]

    async def _cut_at_random(self) -> None:
        for cut in cuts(self._plan.seed):
            await asyncio.sleep(cut.after)
            if client := chosen(self.guests, cut.whom):
                client.connection.cut(cut.seconds)

    async def _end(self, tasks: list[asyncio.Task[None]]) -> None:
        for task in tasks:
            task.cancel()
        for end in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(end, Exception):
                raise end
        tasks.clear()

    async def _is_done(self) -> bool:
        self._expect_life()
        done = all(person.is_done for person in self._people)
        return done and all(client.connection.is_open and client.has({}, None) for client in self._clients)

    async def _all_have(self, heads: Mapping[int, int], owns: Mapping[int, Own]) -> bool:
        return await self._is_done() and all(client.has(heads, owns.get(client.guest.user)) for client in self._clients)

    def _expect_life(self) -> None:
        for task in (*self._living, *self._talking):
            if task.done():
                task.result()
