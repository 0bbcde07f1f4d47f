"""Join a public room. People who want into one room at the same moment are let in together: each of them would lock the
room for a transaction of their own."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from chat.gates import archived
from chat.services.authority import Member, lock_public_room
from chat.services.rooms import bans
from chat.services.rooms.adding import new_to
from chat.services.rooms.capacity import without_space
from chat.services.rooms.membership_rows import enter
from core.db.gathering import Gathered
from core.problems import Problem

# Who enters in one transaction. All others who change the room wait for it.
MOST = 50


def join(*, by: User, room_id: int) -> None:
    """Join a public room. For a member nothing changes.

    Raises Problem `not_found`, `room_archived`, `banned`, `too_many_rooms` or `unavailable`.
    """
    if not Member(by).membership_if_any(room_id):
        _gathered.ask(room_id, by)


@transaction.atomic
def join_together(room_id: int, people: Sequence[User]) -> list[Problem | None]:
    """For each of these people None, or the Problem `banned` or `too_many_rooms`. Raises Problem as `join` does where
    nobody can join."""
    room = lock_public_room(room_id)
    archived.refuse(room)
    # Somebody may ask by two devices.
    new = new_to(room, list({user.pk: user for user in people}.values()))
    banned = bans.banned_among(room, new)
    free = [user for user in new if user.pk not in banned]
    full = without_space(free) if free else set()
    entering = [user for user in free if user.pk not in full]
    if entering:
        enter(room, entering)
    return [_refusal(user.pk, banned, full) for user in people]


def _refusal(user_id: int, banned: set[int], full: set[int]) -> Problem | None:
    if user_id in banned:
        return Problem("banned")
    return Problem("too_many_rooms") if user_id in full else None


def _result(room_id: int, people: list[User]) -> Sequence[Problem | None]:
    try:
        return join_together(room_id, people)
    except Problem as problem:
        return [problem] * len(people)


_gathered: Gathered[User, None] = Gathered(_result, most=MOST)
