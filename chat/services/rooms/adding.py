"""Add other people to a room: the checks of whom, and the limits."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat.models import Room
from chat.models.departure import LEFT_ALONE
from chat.services import rules
from chat.services.authority import Authority, Grant
from chat.services.rooms import bans
from chat.services.rooms.capacity import expect_space
from chat.services.rooms.membership_rows import people
from core.problems import Problem
from core.rate_limits.windows import count


@transaction.atomic
def newcomers(by: Authority, room_id: int, ids: set[int]) -> list[User]:
    """The people with these ids who are not in the room yet. Raises Problem as `admitted` does."""
    grant, users = admitted(by, room_id, ids)
    return new_to(grant.room, users)


def admitted(by: Authority, room_id: int, ids: set[int]) -> tuple[Grant, list[User]]:
    """The locked room, and the people with these ids, all of whom may be added.

    Raises Problem `not_found`, `forbidden`, `room_archived`, `invalid`, `banned`, `left_recently` or `too_many_rooms`.
    """
    grant = by.lock(room_id)
    grant.check(rules.ADD_TO_PRIVATE if grant.room.kind == Room.Kind.PRIVATE else rules.ADD_TO_PUBLIC)
    users = people(ids)
    new = new_to(grant.room, users)
    bans.refuse_to_add(grant, new)
    _refuse_departed(by.user, grant.room, new)
    expect_space(new, by=by.user)
    return grant, users


def new_to(room: Room, users: Sequence[User]) -> list[User]:
    here = set(room.memberships.filter(user__in=users, left_at=None).values_list("user", flat=True))
    return [user for user in users if user.pk not in here]


def _refuse_departed(by: User, room: Room, users: Iterable[User]) -> None:
    """Raises Problem `left_recently` for people who left after `by` had added them. Others may add them, and they
    may join of their own accord."""
    left = list(room.departures.recent().filter(added_by=by, user__in=users).order_by("user"))
    if left:
        over = max(departure.at for departure in left) + LEFT_ALONE
        wait = (over - timezone.now()).total_seconds()
        raise Problem("left_recently", wait=wait, users=[departure.user_id for departure in left])


def count_added(by: User, users: Sequence[User]) -> None:
    """Count added people against the person who adds them. Raises Problem `rate_limited`."""
    if users:
        count("add_people", account=str(by.pk), amount=len(users))
        count_pairs(by, users)


def count_pairs(by: User, users: Iterable[User]) -> None:
    """Count each pair of the person and an added one, direct rooms included. Raises Problem `rate_limited`."""
    for user in users:
        try:
            count("add_person", account=f"{by.pk} {user.pk}")
        except Problem as problem:
            raise Problem("rate_limited", problem.detail, wait=problem.wait, users=[user.pk]) from None
