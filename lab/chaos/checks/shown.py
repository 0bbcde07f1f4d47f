"""Check that no message was ever shown twice or in the wrong place, and that each screen ends as the database is."""

from collections.abc import Sequence
from itertools import pairwise

from lab.chaos.checks.anomalies import Anomaly, Violation, Violations
from lab.chaos.checks.history import Cleared, Diary, Entry, Inserted, Removed, Replaced, Row
from lab.chaos.world.database import Database


class Replay:
    """The screen of one room, rebuilt change by change."""

    def __init__(self, user: int, room: int) -> None:
        self.rows: list[Row] = []
        self._user, self._room = user, room
        self._nonces: set[tuple[int, str]] = set()

    def change(self, entry: Entry) -> Violations:
        match entry:
            case Inserted():
                yield from self._expect_new(entry.row)
                self.rows.insert(entry.place, entry.row)
                yield from self._expect_order(entry.place)
            case Replaced():
                self._nonces.discard(_identity(self.rows[entry.place]))
                yield from self._expect_new(entry.row)
                self.rows[entry.place] = entry.row
                yield from self._expect_order(entry.place)
            case Removed():
                self._nonces.discard(_identity(self.rows.pop(entry.place)))
            case Cleared():
                self.rows.clear()
                self._nonces.clear()

    def _expect_new(self, row: Row) -> Violations:
        if _identity(row) in self._nonces:
            yield self._violation(Anomaly.DOUBLED, f"{row.nonce} was shown twice at a time")
        self._nonces.add(_identity(row))

    def _expect_order(self, place: int) -> Violations:
        """Stored rows ascend by seq, and waiting rows are below them."""
        around = self.rows[max(0, place - 1) : place + 2]
        for upper, lower in pairwise(around):
            if lower.seq is None:
                continue
            if upper.seq == lower.seq:
                yield self._violation(Anomaly.DOUBLED, f"two messages were shown as {lower.seq}")
            elif upper.seq is None or upper.seq > lower.seq:
                yield self._violation(
                    Anomaly.NON_MONOTONIC, f"{lower.seq} was shown below {upper.seq or 'what waited'}"
                )

    def _violation(self, anomaly: Anomaly, what: str) -> Violation:
        return Violation(anomaly, self._room, what, self._user)


def violations(diary: Diary, database: Database) -> Violations:
    replays: dict[int, Replay] = {}
    for entry in diary.entries:
        replay = replays.setdefault(entry.room, Replay(diary.user, entry.room))
        yield from replay.change(entry)
    for room, rows in database.rooms.items():
        shown = replays[room].rows if room in replays else []
        is_mine = database.has(diary.user, room)
        yield from _differences(diary.user, room, shown, rows if is_mine else [])


def _differences(user: int, room: int, shown: Sequence[Row], stored: Sequence[Row]) -> Violations:
    """Differences between a screen at the end and the stored rows."""
    by_nonce = {_identity(row): row for row in shown if row.seq is not None}
    seqs = [row.seq for row in by_nonce.values() if row.seq is not None]
    for row in stored:
        seen = by_nonce.pop(_identity(row), None)
        if seen is None:
            between = seqs and row.seq and min(seqs) < row.seq < max(seqs)
            yield Violation(Anomaly.SKIP if between else Anomaly.UNOBSERVED, room, f"{row.seq} is not shown", user)
        elif seen != row:
            what = f"{row.seq} is shown as of {seen.rev} instead of {row.rev}"
            yield Violation(Anomaly.UNOBSERVED, room, what, user)
    for row in by_nonce.values():
        yield Violation(Anomaly.FOREIGN, room, f"{row.nonce} is shown, though it should not be", user)
    for row in shown:
        if row.seq is None:
            yield Violation(Anomaly.UNSETTLED, room, f"{row.nonce} is shown as waiting", user)


def _identity(row: Row) -> tuple[int, str]:
    return row.author, row.nonce
