"""Check that nobody was told of rooms that they were not in, or of messages sent after their removal was
acknowledged."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lab.chaos.checks.anomalies import Anomaly, Violation, Violations
from lab.chaos.checks.history import Changing, Diary, Ended, Ending, Entered, Entering, Heard, Inserted, Wrote

Said = tuple[int, str, str]


@dataclass(slots=True)
class Attempt:
    """A request: when its first try went out and when it was answered, in seconds since 1970."""

    begin: float
    end: float = math.inf


@dataclass(slots=True)
class Claim:
    """All requests that began or ended a person's membership of a room."""

    entries: list[Attempt] = field(default_factory=list)
    ends: list[Attempt] = field(default_factory=list)

    def begun_by(self, at: float) -> bool:
        return any(entry.begin <= at for entry in self.entries)

    def out_since(self, said_at: float, heard_at: float) -> float | None:
        """When a removal was acknowledged, for a message that should not have come: it was sent at `said_at` and heard
        at `heard_at`. None when it may have come.

        While a request to add the person was under way, nobody knows which came first, so the person may hear the
        message.
        """
        for end in self.ends:
            if end.end <= said_at and not any(
                entry.begin <= heard_at and entry.end > end.begin for entry in self.entries
            ):
                return end.end
        return None


Claims = Mapping[tuple[int, int], Claim]


def violations(diaries: Sequence[Diary]) -> Violations:
    claimed, begun = claims(diaries), beginnings(diaries)
    for diary in diaries:
        for entry in diary.entries:
            if isinstance(entry, Heard | Inserted):
                yield from _judge(entry, diary.user, claimed[diary.user, entry.room], begun)


def _judge(entry: Heard | Inserted, user: int, claim: Claim, begun: Mapping[Said, float]) -> Violations:
    if not claim.begun_by(entry.at):
        verb = "told of" if isinstance(entry, Heard) else "shown"
        yield Violation(Anomaly.FOREIGN, entry.room, f"{verb} a message in a room that never was theirs", user)
    elif isinstance(entry, Heard):
        said_at = begun.get((entry.author, entry.nonce, entry.text), -math.inf)
        out = claim.out_since(said_at, entry.at)
        if out is not None:
            what = f"told of a message that was sent {said_at - out:.2f} s after their removal was acknowledged"
            yield Violation(Anomaly.FOREIGN, entry.room, what, user)


def claims(diaries: Iterable[Diary]) -> Claims:
    found: defaultdict[tuple[int, int], Claim] = defaultdict(Claim)
    for diary in diaries:
        for room in diary.rooms:
            found[diary.user, room].entries.append(Attempt(-math.inf, -math.inf))
        _read_calls(diary, found)
    return found


def _read_calls(diary: Diary, found: defaultdict[tuple[int, int], Claim]) -> None:
    """A try after an unanswered one belongs to the same request."""
    entering: dict[tuple[int, int], Attempt] = {}
    ending: dict[tuple[int, int], float] = {}
    for entry in diary.entries:
        match entry:
            case Entering(at=at, room=room, user=user) if (user, room) not in entering:
                entering[user, room] = Attempt(at)
                found[user, room].entries.append(entering[user, room])
            case Entered(at=at, room=room, user=user):
                entering.pop((user, room)).end = at
            case Ending(at=at, room=room, user=user):
                ending.setdefault((user, room), at)
            case Ended(at=at, room=room, user=user):
                found[user, room].ends.append(Attempt(ending.pop((user, room)), at))


def beginnings(diaries: Iterable[Diary]) -> dict[Said, float]:
    """When each state of a message was first sent by its author."""
    found: dict[Said, float] = {}
    for diary in diaries:
        for entry in diary.entries:
            if isinstance(entry, Wrote | Changing):
                found.setdefault((diary.user, entry.nonce, entry.text), entry.at)
    return found
