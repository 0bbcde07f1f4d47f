"""What a site has to offer to be driven, and what is noted meanwhile."""

import random
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple, Protocol

import msgspec

from benchmarks.office.rhythm import Act

# In front of a text: when it was sent, by the monotonic clock, in nanoseconds.
MARK = "office-"


class Member(msgspec.Struct):
    """Somebody with a token for each of their devices. `rooms`: where they may write, the likely ones more than once."""

    tokens: list[str]
    rooms: list[int]


class Notes:
    """`took`: nanoseconds of each act that succeeded, and of a connection and a delivery. `failed`: what did not, and why."""

    def __init__(self) -> None:
        self.took: dict[str, list[int]] = defaultdict(list)
        self.failed: Counter[str] = Counter()

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        begun = time.monotonic_ns()
        yield
        self.took[what].append(time.monotonic_ns() - begun)

    def heard(self, text: str) -> None:
        """A message has come."""
        mark, _, rest = text.partition("-")
        if f"{mark}-" == MARK:
            self.took["delivery"].append(time.monotonic_ns() - int(rest.split(" ", 1)[0]))


def stamped(text: str) -> str:
    return f"{MARK}{time.monotonic_ns()} {text}"


class Driver(Protocol):
    """One device. What is not among `acts` this site cannot do."""

    acts: Mapping[Act, Callable[[], Awaitable[None]]]

    async def open(self) -> None:
        """Connects. Returns once what is shown at first is there."""

    async def close(self) -> None: ...


class Processes(NamedTuple):
    """Process ids of the parts of a site. Their children count with them."""

    server: list[int]
    redis: list[int]
    database: list[int]


class Office(Protocol):
    """A site that runs. Devices are there inside of it alone."""

    people: list[Member]

    @property
    def processes(self) -> Processes: ...

    async def __aenter__(self) -> None: ...

    async def __aexit__(self, *_: object) -> None: ...

    def driver(self, member: Member, token: str, notes: Notes, chance: random.Random, hurry: float) -> Driver:
        """`hurry`: how many times as fast as in life time goes for what takes a person time."""
