"""Rooms: create, change, archive."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat import events
from chat.models import Membership, Room
from chat.services.authority import MODERATORS, OWNERS, Authority
from chat.services.memberships import enter, people
from config.errors import Problem


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
def change(
    *, by: Authority, room_id: int, name: str | None = None, topic: str | None = None, archived: bool | None = None
) -> Room:
    """Owners change everything, moderators the topic. Raises Problem `not_found`, `forbidden`, `invalid` or `room_archived`."""
    only_topic = name is None and archived is None
    room = by.lock(room_id, roles=MODERATORS if only_topic else OWNERS).room
    before = (room.name, room.topic, room.archived_at)
    now = timezone.now()
    stays_archived = room.is_archived and archived is not False
    if archived is not None and archived != room.is_archived:
        room.archived_at = now if archived else None
    if name is not None:
        room.name = _named(name)
    if topic is not None:
        room.topic = topic.strip()
    if before == (room.name, room.topic, room.archived_at):
        return room
    if stays_archived:
        raise Problem("room_archived")
    room.room_rev = room.next_rev(now)
    room.save(update_fields=["name", "topic", "archived_at", "rev", "room_rev", "changed_at"])
    events.room_changed(room)
    return room


def _named(name: str) -> str:
    if not name.strip():
        raise Problem("invalid", fields={"name": ["blank"]})
    return name.strip()
