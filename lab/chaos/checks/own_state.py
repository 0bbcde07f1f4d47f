"""Check that each client's list of rooms and own state end as the database has them, and that acknowledged changes
are in the database."""

from collections.abc import Sequence
from dataclasses import asdict

from lab.chaos.checks.anomalies import Anomaly, Violation, Violations
from lab.chaos.checks.history import Diary, Drafted, Ended, Kept, Named, Place, Stands
from lab.chaos.world.database import Database, Own

NOBODY = Own()


def violations(diaries: Sequence[Diary], database: Database) -> Violations:
    ended = {(entry.user, entry.room) for diary in diaries for entry in diary.entries if isinstance(entry, Ended)}
    for diary in diaries:
        stored = database.owns.get(diary.user, NOBODY)
        for room, what in differences(seen_by(diary), stored):
            yield Violation(Anomaly.UNOBSERVED, room, what, diary.user)
    for user in {diary.user for diary in diaries}:
        stays = {room for room in database.owns.get(user, NOBODY).places if (user, room) not in ended}
        yield from _promises(user, [diary for diary in diaries if diary.user == user], database, stays)


def seen_by(diary: Diary) -> Own:
    places: dict[int, Place] = {}
    drafts: dict[tuple[int, int | None], str] = {}
    name = ("", "")
    for entry in diary.entries:
        match entry:
            case Stands(room=room, place=None):
                places.pop(room, None)
            case Stands(room=room, place=Place() as place):
                places[room] = place
            case Drafted(room=room, thread=thread, text=text):
                drafts[room, thread] = text
            case Named(display_name=display_name, status=status):
                name = (display_name, status)
    return Own(places, {key: text for key, text in drafts.items() if text}, name)


def differences(seen: Own, stored: Own) -> list[tuple[int, str]]:
    """Pairs of a room's id, or 0, and a text that says what differs."""
    found = []
    for room in sorted(stored.places.keys() | seen.places.keys()):
        found += [(room, what) for what in _of_place(seen.places.get(room), stored.places.get(room))]
    for room, thread in sorted(stored.drafts.keys() | seen.drafts.keys(), key=str):
        shown, kept = seen.drafts.get((room, thread), ""), stored.drafts.get((room, thread), "")
        if room in stored.places and shown != kept:
            found.append((room, f"the draft is {shown!r} instead of {kept!r}"))
    if seen.name != stored.name:
        found.append((0, f"the name and status are {seen.name} instead of {stored.name}"))
    return found


def _of_place(seen: Place | None, stored: Place | None) -> list[str]:
    if seen is None or stored is None:
        if seen is stored:
            return []
        return ["the room is not in the list" if seen is None else "the room is still in the list"]
    shown, kept = asdict(seen), asdict(stored)
    return [f"{field} is {shown[field]} instead of {kept[field]}" for field in kept if shown[field] != kept[field]]


def _promises(user: int, diaries: Sequence[Diary], database: Database, stays: set[int]) -> Violations:
    """Check the last acknowledged value of each field, in rooms that nobody removed the person from. When two
    devices changed a field at once, the later acknowledgement counts."""
    last: dict[tuple[int, str], Kept] = {}
    for entry in sorted((e for diary in diaries for e in diary.entries if isinstance(e, Kept)), key=lambda e: e.at):
        last[entry.room, entry.field] = entry
    own = database.owns.get(user, NOBODY)
    for (room, field), kept in last.items():
        if room and room not in stays:
            continue
        stored = _stored(own, room, field)
        if (stored < kept.value) if field == "last_read_seq" else (stored != kept.value):  # type: ignore[operator]
            what = f"{field} was acknowledged as {kept.value!r} and is {stored!r}"
            yield Violation(Anomaly.LOST_WRITE, room, what, user)


def _stored(own: Own, room: int, field: str) -> object:
    if field == "draft":
        return own.drafts.get((room, None), "")
    return own.name[0] if field == "display_name" else getattr(own.places[room], field)
