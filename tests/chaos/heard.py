"""Was anybody told of a room that was not theirs, and how long did anybody hear nothing?"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from tests.chaos.diary import Diary, Heard, Inserted, Joining, Left
from tests.chaos.findings import Kind, Violation, Violations

# A message stored when somebody was just leaving may still be on its way to them. And while Redis is away, workers find out who has left by
# asking the database once a second; five allow for a machine that is busy.
GRACE_SECONDS = 5.0


def violations(diary: Diary) -> Violations:
    left: dict[int, float] = {}
    mine = set(diary.rooms)
    for entry in diary.entries:
        match entry:
            case Joining(room=room):
                mine.add(room)
                left.pop(room, None)
            case Left(at=at, room=room):
                left.setdefault(room, at)
            case Inserted(room=room) if room not in mine:
                yield Violation(Kind.FOREIGN, room, "a message was shown in a room that never was theirs", diary.user)
            case Heard(room=room) if room not in mine:
                yield Violation(Kind.FOREIGN, room, "told of a message in a room that never was theirs", diary.user)
            case Heard(room=room, changed_at=changed_at) if changed_at > left.get(room, changed_at) + GRACE_SECONDS:
                late = changed_at - left[room]
                yield Violation(Kind.FOREIGN, room, f"told of a message {late:.1f} s after leaving", diary.user)


@dataclass(frozen=True, slots=True)
class Silence:
    """Somebody heard nothing, from and until then in seconds since 1970."""

    begin: float
    end: float

    @property
    def seconds(self) -> float:
        return self.end - self.begin


def silences(diaries: Iterable[Diary], begin: float, end: float) -> list[Silence]:
    """Every time in which somebody heard nothing, while people talked from `begin` to `end`."""
    return [silence for diary in diaries for silence in _silences(diary, begin, end)]


def longest(silences: Iterable[Silence], begin: float = 0, end: float = math.inf) -> float:
    """In seconds, of those that reach into this time."""
    return max((each.seconds for each in silences if each.begin < end and each.end > begin), default=0.0)


def _silences(diary: Diary, begin: float, end: float) -> Iterator[Silence]:
    heard = [entry.at for entry in diary.entries if isinstance(entry, Heard) and begin < entry.at < end]
    for before, after in pairwise([begin, *heard, end]):
        yield Silence(before, after)
