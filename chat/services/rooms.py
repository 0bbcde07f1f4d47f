"""Rooms: create, change, archive."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat import events
from chat.models import Membership, Room
from chat.services.authority import MODERATORS, OWNERS, Authority
from chat.services.memberships import enter, people, refuse_direct
from config.errors import Problem


class RoomChanges(TypedDict, total=False):
    name: str
    topic: str
    archived: bool
    posting: str
    slow_seconds: int


LEFT_TO_MODERATORS = {"topic", "posting", "slow_seconds"}
STORED = ("name", "topic", "archived_at", "posting", "slow_seconds")


@transaction.atomic
def create(
    *, owner: User, name: str, kind: str = Room.Kind.PUBLIC, topic: str = "", members: Iterable[int] = ()
) -> Room:
    """`members` are ids of people who are in it from the start. Raises Problem `invalid`."""
    room = Room(kind=kind, name=_named(name), topic=topic.strip())
    room.save(force_insert=True)
    enter(room, [owner], role=Membership.Role.OWNER)
    enter(room, [person for person in people(members) if person != owner])
    return room


@transaction.atomic
def change(*, by: Authority, room_id: int, **changes: Unpack[RoomChanges]) -> Room:
    """Owners change everything, moderators all but name and archiving. Raises Problem `not_found`, `forbidden`, `invalid` or
    `room_archived`."""
    roles = MODERATORS if changes.keys() <= LEFT_TO_MODERATORS else OWNERS
    room = by.lock(room_id, roles=roles).room
    refuse_direct(room)
    before = _stored(room)
    stays_archived = room.is_archived and changes.get("archived") is not False
    now = timezone.now()
    _apply(changes, room, now)
    if _stored(room) == before:
        return room
    if stays_archived:
        raise Problem("room_archived")
    room.room_rev = room.next_rev(now)
    room.save(update_fields=[*STORED, "rev", "room_rev", "changed_at"])
    events.room_changed(room)
    return room


def _apply(changes: RoomChanges, room: Room, now: datetime) -> None:
    room.posting = changes.get("posting", room.posting)
    room.slow_seconds = changes.get("slow_seconds", room.slow_seconds)
    room.topic = changes.get("topic", room.topic).strip()
    if "name" in changes:
        room.name = _named(changes["name"])
    if changes.get("archived", room.is_archived) != room.is_archived:
        room.archived_at = now if changes["archived"] else None


def _stored(room: Room) -> list[object]:
    return [getattr(room, field) for field in STORED]


def _named(name: str) -> str:
    if not name.strip():
        raise Problem("invalid", fields={"name": ["blank"]})
    return name.strip()
