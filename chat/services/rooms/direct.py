"""Direct rooms: one for each set of people, and permanent."""

from collections.abc import Callable, Collection, Iterable
from functools import cache
from typing import NamedTuple

from django.db import IntegrityError, transaction

from accounts.models import User
from chat import signals
from chat.models import Room
from chat.services.rooms.adding import count_pairs
from chat.services.rooms.membership_rows import enter, people
from core.app_contents import named
from core.problems import Problem
from core.rate_limits.windows import count

MOST_OTHERS = 7


class Opened(NamedTuple):
    room: Room
    created: bool  # False for a room that existed


def open_direct(*, by: User, others: Iterable[int]) -> Opened:
    """The room of exactly these people. Raises Problem `invalid`, and `rate_limited` for a new room."""
    ids = {*others, by.pk}
    if not 1 < len(ids) <= MOST_OTHERS + 1:
        raise Problem("invalid", fields={"users": ["min_length" if len(ids) == 1 else "max_length"]})
    if room := _existing(ids):
        return Opened(room, created=False)
    # Checked only now: an existing room remains open with people who were deactivated meanwhile.
    found = people(ids)
    # The answer is that for an account which is closed: whom somebody avoids is theirs to know.
    if any(refuser(by, ids) for refuser in refusers()):
        raise Problem("invalid", fields={"users": ["does_not_exist"]})
    count("open_direct", account=str(by.pk))
    count_pairs(by, [person for person in found if person != by])
    try:
        return Opened(_create(found), created=True)
    except IntegrityError:
        # Another of these people created the room at this moment. That transaction is committed, because only a
        # committed row conflicts.
        return Opened(Room.objects.get(people_key=people_key(ids)), created=False)


@transaction.atomic
def _create(found: list[User]) -> Room:
    room = Room(kind=Room.Kind.DIRECT, people_key=people_key(person.pk for person in found))
    room.save(force_insert=True)
    signals.room_changed.send(Room, room=room, fields=frozenset())
    enter(room, found)
    return room


@cache
def refusers() -> tuple[Callable[[User, Collection[int]], Collection[int]], ...]:
    """Of all apps, what says who takes no new direct room with a person."""
    return tuple(named("refusers"))


def _existing(ids: Collection[int]) -> Room | None:
    return Room.objects.filter(people_key=people_key(ids)).first()


def people_key(ids: Iterable[int]) -> str:
    return "-".join(map(str, sorted(ids)))
