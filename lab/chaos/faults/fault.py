"""What a fault is, and what it may use."""

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lab.chaos.checks.anomalies import Violation
from lab.chaos.clients.crowd import Crowd
from lab.chaos.plan import Plan
from lab.chaos.world.cluster import World


@dataclass(frozen=True)
class Scene:
    world: World
    crowd: Crowd
    plan: Plan
    folder: Path
    """For what a fault makes."""
    chance: random.Random
    """Of this fault alone, so that what it draws depends on nothing but the seed."""
    texts: Iterator[str] = field(default_factory=lambda: (f"Is anybody there? {n}" for n in itertools.count(1)))


class Skipped(Exception):
    """This machine does not allow it; the message says why."""


@dataclass(frozen=True)
class Fault:
    name: str
    strike: Callable[[Scene], list[Violation] | None]
    """Returns when what was broken is whole again, with what was wrong that no diary shows. Raises Skipped."""


@dataclass(frozen=True)
class Struck:
    """A fault that happened: when, in seconds since 1970, and for how long."""

    name: str
    at: float
    seconds: float
    recovery_seconds: float = 0
    """From its end until those whose network never went away had everything."""
    skipped: str = ""
    """Why it did not happen."""
    violations: list[Violation] = field(default_factory=list)
