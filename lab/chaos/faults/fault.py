"""A fault, and what it may use."""

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
    """For the files of a fault."""
    chance: random.Random
    """The fault's own generator, so that its draws depend only on the seed."""
    texts: Iterator[str] = field(default_factory=lambda: (f"Is anybody there? {n}" for n in itertools.count(1)))


class Skipped(Exception):
    """This machine does not allow the fault. The message says why."""


@dataclass(frozen=True)
class Fault:
    name: str
    strike: Callable[[Scene], list[Violation] | None]
    """Causes the fault. Returns when the servers are whole again, with violations that no history shows. Raises
    Skipped."""


@dataclass(frozen=True)
class Struck:
    """A fault that happened: its start in seconds since 1970, and its duration."""

    name: str
    at: float
    seconds: float
    recovery_seconds: float = 0
    """Seconds from its end until the clients with a steady network had everything."""
    skipped: str = ""
    """The reason why it did not happen, or empty."""
    violations: list[Violation] = field(default_factory=list)
