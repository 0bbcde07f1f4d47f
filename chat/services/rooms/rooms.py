"""Rooms: create, change, archive."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import idempotency
from accounts.services.idempotency import Once
from accounts.user_names.spelling import require_legible
from chat import events, signals
from chat.models import Room
from chat.services import rules
from chat.services.authority import Authority, room_made_before
from chat.services.rooms import room_acts, successors
from chat.services.rooms.adding import count_added
from chat.services.rooms.capacity import expect_space
from chat.services.rooms.membership_rows import enter, people
from core.audit.recording import record
from core.problems import Problem
from core.rate_limits.windows import count


class RoomChanges(TypedDict, total=False):
    name: str
    topic: str
    archived: bool
    posting: str
    slow_seconds: int
    # The id of a room, or None. It stays until the room is opened again.
    successor: int | None


STORED = ("name", "topic", "archived_at", "posting", "slow_seconds", "is_default", "successor_id")


def create(
    *,
    owner: User,
    name: str,
    kind: str = Room.Kind.PUBLIC,
    topic: str = "",
    members: Iterable[int] = (),
    by: User | None = None,
    once: Once | None = None,
) -> Room:
    """Create a room. `members`: ids of people who are in it from the start. `by`: the person who creates it, if not the
    owner.

    Raises Problem `invalid`, `rate_limited`, `too_many_rooms` or `idempotency_conflict`.
    """
    if before := idempotency.known(once):
        return room_made_before(before)
    room, by = Room(kind=kind, name=_named(name), topic=_legible("topic", topic)), by or owner
    others = people({*members} - {owner.pk})
    count("create_room", account=str(by.pk))
    count_added(by, [person for person in (owner, *others) if person != by])
    return _open(room, owner, others, by, once)


@transaction.atomic
def _open(room: Room, owner: User, others: list[User], by: User, once: Once | None) -> Room:
    call = idempotency.claim(once) if once else None
    if call and call.made:
        return room_made_before(call)
    expect_space([owner, *others], by=by)
    room.save(force_insert=True)
    signals.room_changed.send(Room, room=room, fields=frozenset())
    enter(room, [owner, *others], owner=owner, added_by=by)
    record("chat.room_created", by=by, on=owner, room=room, details={"kind": room.kind})
    if call:
        idempotency.note(call, room.pk)
    return room


@transaction.atomic
def change(*, by: Authority, room_id: int, **changes: Unpack[RoomChanges]) -> Room:
    """Change a room. Owners change everything, moderators everything but name and archiving.

    Raises Problem `not_found`, `forbidden`, `invalid` or `room_archived`.
    """
    rule, successor_id = _rule_of(changes), changes.get("successor")
    room, successor = successors.lock(by=by, room_id=room_id, rule=rule, successor_id=successor_id)
    before = _stored(room)
    # What succeeds an archived room is also chosen later.
    others = changes.keys() - {"archived", "successor"}
    stays_archived = room.is_archived and changes.get("archived") is not False and bool(others)
    now = timezone.now()
    _apply(changes, room, now)
    if _stored(room) == before:
        return room
    if successor_id is not None:
        successors.expect_suitable(successor, room)
    if stays_archived:
        raise Problem("room_archived")
    room.room_rev = room.next_rev()
    room.save(update_fields=[*STORED, "rev", "room_rev", "changed_at"])
    changed = frozenset(field for field, old, new in zip(STORED, before, _stored(room), strict=True) if old != new)
    signals.room_changed.send(Room, room=room, fields=changed)
    events.rooms_changed([room])
    room_acts.record_change(by.user, room, dict(zip(STORED, before, strict=True)), changed)
    return room


def _rule_of(changes: RoomChanges) -> rules.Rule:
    if changes.keys() & {"archived", "successor"}:
        return rules.ARCHIVE
    return rules.RENAME if "name" in changes else rules.SET_RULES


def _apply(changes: RoomChanges, room: Room, now: datetime) -> None:
    room.posting = changes.get("posting", room.posting)
    room.slow_seconds = changes.get("slow_seconds", room.slow_seconds)
    if "topic" in changes:
        room.topic = _legible("topic", changes["topic"])
    if "name" in changes:
        room.name = _named(changes["name"])
    if changes.get("archived", room.is_archived) != room.is_archived:
        room.archived_at = now if changes["archived"] else None
        # An administrator chooses again whether an unarchived room is a default room.
        room.is_default = False
        room.successor_id = None
    if "successor" in changes:
        room.successor_id = changes["successor"]


def _stored(room: Room) -> list[object]:
    return [getattr(room, field) for field in STORED]


def _named(name: str) -> str:
    if not name.strip():
        raise Problem("invalid", fields={"name": ["blank"]})
    return _legible("name", name)


def _legible(field: str, text: str) -> str:
    """The text as it is stored. Raises Problem `invalid` where nothing is to be seen, or something hidden turns what is."""
    text = text.strip()
    try:
        if text:
            require_legible(text)
    except ValidationError:
        raise Problem("invalid", fields={field: ["invalid"]}) from None
    return text
