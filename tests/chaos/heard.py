"""Was anybody told of a room that was not theirs, and how long did anybody hear nothing?"""

from collections.abc import Sequence
from itertools import pairwise

from tests.chaos.diary import Diary, Heard, Inserted, Joining, Left
from tests.chaos.findings import Kind, Violation, Violations

# A message that was stored when somebody was just leaving may still have been on its way to them.
GRACE_SECONDS = 1.0


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


def longest_silence(diaries: Sequence[Diary], begin: float, end: float) -> float:
    """The longest time between these two in which somebody, with everybody talking, heard nothing."""
    return max((_longest_gap(diary, begin, end) for diary in diaries), default=0.0)


def _longest_gap(diary: Diary, begin: float, end: float) -> float:
    heard = [entry.at for entry in diary.entries if isinstance(entry, Heard) and begin < entry.at < end]
    return max(after - before for before, after in pairwise([begin, *heard, end]))
