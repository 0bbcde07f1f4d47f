"""Check that the database holds what was acknowledged, once, and in order."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from itertools import pairwise

from lab.chaos.checks.anomalies import Anomaly, Violation, Violations
from lab.chaos.checks.history import Acknowledged, Diary, Refused, Row, Wrote
from lab.chaos.world.database import Database


def violations(diaries: Sequence[Diary], database: Database) -> Violations:
    written = {
        (entry.room, diary.user, entry.nonce)
        for diary in diaries
        for entry in diary.entries
        if isinstance(entry, Wrote)
    }
    for room, rows in database.rooms.items():
        yield from _numbering(room, rows)
        yield from _doubles(room, rows)
        yield from _inventions(room, rows, written)
        yield from _clock(room, database.times.get(room, []))
    kept = {(row.author, row.nonce): row for rows in database.rooms.values() for row in rows}
    for diary in diaries:
        yield from _promises(diary, kept)
        yield from _refusals(diary, kept)
        yield from _order(diary, database)


def _numbering(room: int, rows: Sequence[Row]) -> Violations:
    for place, row in enumerate(rows, start=1):
        if row.seq != place:
            yield Violation(Anomaly.NON_MONOTONIC, room, f"the message at {place} has the seq {row.seq}")
            return
    for rev, times in Counter(row.rev for row in rows).items():
        if times > 1:
            yield Violation(Anomaly.NON_MONOTONIC, room, f"{times} messages have the rev {rev}")


def _clock(room: int, times: Sequence[float]) -> Violations:
    for seq, (earlier, later) in enumerate(pairwise(times), start=2):
        if later < earlier:
            what = f"{seq} is {earlier - later:.1f} s older than the message before it"
            yield Violation(Anomaly.NON_MONOTONIC, room, what)


def _doubles(room: int, rows: Sequence[Row]) -> Violations:
    for (author, nonce), times in Counter((row.author, row.nonce) for row in rows).items():
        if times > 1:
            yield Violation(Anomaly.DOUBLED, room, f"{nonce} is stored {times} times", author)


def _inventions(room: int, rows: Sequence[Row], written: Set[tuple[int, int, str]]) -> Violations:
    for row in rows:
        if (room, row.author, row.nonce) not in written:
            yield Violation(Anomaly.FOREIGN, room, f"{row.nonce} was never written there", row.author)


def _promises(diary: Diary, kept: Mapping[tuple[int, str], Row]) -> Violations:
    for entry in diary.entries:
        if isinstance(entry, Acknowledged):
            broken = _broken(entry.row, kept.get((entry.row.author, entry.row.nonce)))
            if broken:
                yield Violation(Anomaly.LOST_WRITE, entry.room, broken, diary.user)


def _refusals(diary: Diary, kept: Mapping[tuple[int, str], Row]) -> Violations:
    for entry in diary.entries:
        if isinstance(entry, Refused) and (diary.user, entry.nonce) in kept:
            what = f"{entry.nonce} was refused as {entry.code} and is stored"
            yield Violation(Anomaly.UNSETTLED, entry.room, what, diary.user)


def _broken(promised: Row, kept: Row | None) -> str | None:
    if kept is None or kept.seq != promised.seq:
        return f"{promised.nonce} was acknowledged as {promised.seq} and is not there"
    if kept.rev < promised.rev or (kept.rev == promised.rev and kept != promised):
        return f"the change {promised.rev} of {promised.seq} was acknowledged and is not there"
    if promised.deleted and not kept.deleted:
        return f"{promised.seq} was deleted and is there again"
    return None


def _order(diary: Diary, database: Database) -> Violations:
    """Check that each person's messages in a room are stored in the order in which they were written."""
    given_up = {entry.nonce for entry in diary.entries if isinstance(entry, Refused)}
    written: dict[int, dict[str, int]] = defaultdict(dict)
    for turn, entry in enumerate(diary.entries):
        if isinstance(entry, Wrote) and entry.nonce not in given_up:
            written[entry.room][entry.nonce] = turn
    for room, turns in written.items():
        mine = [row for row in database.rooms.get(room, []) if row.author == diary.user and row.nonce in turns]
        for earlier, later in pairwise(mine):
            if turns[earlier.nonce] > turns[later.nonce]:
                yield Violation(
                    Anomaly.NON_MONOTONIC, room, f"{later.seq} was written before {earlier.seq}", diary.user
                )
