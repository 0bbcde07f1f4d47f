"""Measure how long clients heard nothing."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from lab.chaos.checks.history import Diary, Heard


@dataclass(frozen=True, slots=True)
class Silence:
    """A time in which a client heard nothing, in seconds since 1970."""

    begin: float
    end: float

    @property
    def seconds(self) -> float:
        return self.end - self.begin


def silences(diaries: Iterable[Diary], begin: float, end: float) -> list[Silence]:
    """All times in which a client heard nothing, while people wrote from `begin` to `end`."""
    return [silence for diary in diaries for silence in _silences(diary, begin, end)]


def longest(silences: Iterable[Silence], begin: float = 0, end: float = math.inf) -> float:
    """The longest silence that overlaps this time, in seconds."""
    return max((each.seconds for each in silences if each.begin < end and each.end > begin), default=0.0)


def _silences(diary: Diary, begin: float, end: float) -> Iterator[Silence]:
    heard = [entry.at for entry in diary.entries if isinstance(entry, Heard) and begin < entry.at < end]
    for before, after in pairwise([begin, *heard, end]):
        yield Silence(before, after)
