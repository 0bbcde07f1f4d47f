"""What the audit log says of a room that was changed."""

from collections.abc import Collection, Iterator, Mapping

from accounts.models import User
from chat.models import Room
from core.audit.recording import NewAct, record_all

RENAMED, ARCHIVED, SUCCESSOR = "name", "archived_at", "successor_id"
# Ends with the archiving, which is recorded.
DEFAULT = "is_default"


def record_change(by: User, room: Room, before: Mapping[str, object], changed: Collection[str]) -> None:
    record_all(_acts(by, room, before, set(changed)))


def _acts(by: User, room: Room, before: Mapping[str, object], changed: set[str]) -> Iterator[NewAct]:
    if RENAMED in changed:
        yield NewAct("chat.room_renamed", by, room=room, details={"from": before["name"], "to": room.name})
    if ARCHIVED in changed:
        act = "chat.room_archived" if room.is_archived else "chat.room_unarchived"
        yield NewAct(act, by, room=room, details={"successor": room.successor_id} if room.successor_id else {})
    elif SUCCESSOR in changed:
        yield NewAct("chat.room_changed", by, room=room, details={"successor": room.successor_id})
    if others := sorted(changed - {RENAMED, ARCHIVED, DEFAULT, SUCCESSOR}):
        # What a topic says is what somebody wrote; rules are few words.
        said = {field: [before[field], getattr(room, field)] for field in others if field != "topic"}
        yield NewAct("chat.room_changed", by, room=room, details={"fields": others, **said})
