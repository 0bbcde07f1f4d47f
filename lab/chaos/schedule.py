"""The planned actions and their times, drawn from the seed alone: one seed always gives the same steps.

A step names its target by a number from 0 to 1, which chooses among the targets present at that time.
"""

import hashlib
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import TypeVar

T = TypeVar("T")

TEXTS = ("お茶が入りました", "Come and sit down", "火を見ていると落ち着く", "🔥🍵", "Wer legt Holz nach?")
# The frequency of each action, relative to all actions.
WEIGHTS = {
    "write": 66,
    "edit": 10,
    "delete": 5,
    "move": 4,
    "read": 5,
    "prefer": 4,
    "draft": 3,
    "rename": 1,
    "remove": 2,
    "upload": 3,
    "seek": 8,
    "call": 10,
    "reply": 8,
    "mark": 6,
}
# Cuts of a client's network: the rate over all clients, and the longest duration.
CUTS_PER_SECOND = 0.5
LONGEST_CUT_SECONDS = 4.0
# More steps than a person gets to do.
PLANNED_STEPS = 1000


@dataclass(frozen=True)
class Step:
    after: float
    """Seconds after the step before."""
    kind: str
    which: float
    whom: float
    text: str


@dataclass(frozen=True)
class Cut:
    after: float
    whom: float
    seconds: float


def steps(seed: int, person: int, per_second: float) -> Iterator[Step]:
    chance = random.Random(f"{seed} person {person}")
    for number in itertools.count(1):
        (kind,) = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))
        after, which, whom = chance.expovariate(per_second), chance.random(), chance.random()
        yield Step(after, kind, which, whom, f"{chance.choice(TEXTS)} {person}.{number}")


def cuts(seed: int) -> Iterator[Cut]:
    chance = random.Random(f"{seed} cuts")
    while True:
        yield Cut(chance.expovariate(CUTS_PER_SECOND), chance.random(), chance.uniform(0, LONGEST_CUT_SECONDS))


def chosen(options: Sequence[T], which: float) -> T | None:
    return options[int(which * len(options))] if options else None


def fingerprint(seed: int, people: int, per_second: float, faults: Sequence[str]) -> str:
    """A hash of everything planned: equal for equal plans."""
    planned = hashlib.sha256("\n".join(faults).encode())
    for person in range(people):
        for step in itertools.islice(steps(seed, person, per_second), PLANNED_STEPS):
            planned.update(repr(astuple(step)).encode())
    for cut in itertools.islice(cuts(seed), PLANNED_STEPS):
        planned.update(repr(astuple(cut)).encode())
    return planned.hexdigest()[:16]
