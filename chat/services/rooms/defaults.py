"""Default rooms: a person who joins the site becomes a member of each. Administrators choose them."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from chat.models import Room
from chat.services.authority import Administrator
from chat.services.authority_of_many import lock_default_rooms, other_default_rooms
from chat.services.rooms.membership_rows import enter
from core.audit.recording import record
from core.problems import Problem

MOST = 50


@transaction.atomic
def set_default(*, by: Administrator, room_id: int, is_default: bool) -> Room:
    """Make an open public room a default room, or end that. People who are members stay members.

    Raises Problem `not_found`, `room_archived`, `forbidden`, or `invalid` where there are MOST.
    """
    room = by.lock(room_id).room
    if room.is_default == is_default:
        return room
    if is_default:
        expect_suitable([room])
    room.is_default = is_default
    room.save(update_fields=["is_default"])
    record("chat.default_room_made" if is_default else "chat.default_room_ended", by=by.user, room=room)
    return room


def expect_suitable(rooms: Collection[Room]) -> None:
    """Raises Problem where one of these locked rooms cannot become a default room."""
    for room in rooms:
        if room.kind != Room.Kind.PUBLIC:
            raise Problem("forbidden", "Only a public room can be a default room.", about=room)
        if room.is_archived:
            raise Problem("room_archived", about=room)
    if rooms and other_default_rooms(rooms) + len(rooms) > MOST:
        raise Problem("invalid", "There are as many default rooms as there may be: take one out first.")


def enter_all(*, instance: User, created: bool, raw: bool = False, **_: Any) -> None:
    """Make a new person a member of all default rooms, of the oldest where a person may be in fewer. Receiver of
    Django's signal, in the transaction that stores the person by whichever way. Raises Problem `unavailable`."""
    if created and not raw:
        _enter_all(instance)


@transaction.atomic
def _enter_all(newcomer: User) -> None:
    for room in lock_default_rooms(newcomer)[: settings.MOST_ROOMS]:
        enter(room, [newcomer])
