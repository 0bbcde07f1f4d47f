"""The limit of a person's rooms. Direct rooms do not count, because they cannot be left."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Count

from accounts.models import User
from chat.models import Membership, Room
from core.problems import Problem


def expect_space(users: Iterable[User], *, by: User) -> None:
    """Raises Problem `too_many_rooms` when one of the users has no space for another room.

    Call it in the transaction that adds the users, after the room was locked.
    """
    full = sorted(without_space(users))
    if full == [by.pk]:
        raise Problem("too_many_rooms")
    if full:
        raise Problem("too_many_rooms", "Somebody of these is in as many rooms as a person can be.", users=full)


def without_space(users: Iterable[User]) -> set[int]:
    """The ids of those who have no space for another room. Call it as `expect_space`."""
    ids = {user.pk for user in users}
    _lock(ids)
    rooms = Membership.objects.current().filter(user__in=ids).exclude(room__kind=Room.Kind.DIRECT)
    counted = rooms.order_by().values("user").annotate(rooms=Count("pk"))
    return set(counted.filter(rooms__gte=settings.MOST_ROOMS).values_list("user", flat=True))


def expect_space_for(user: User, rooms: int) -> None:
    """Raises Problem `too_many_rooms` when the user has no space for so many more rooms. Call it as `expect_space`."""
    if not rooms:
        return
    _lock({user.pk})
    here = Membership.objects.current().filter(user=user).exclude(room__kind=Room.Kind.DIRECT).count()
    if here + rooms > settings.MOST_ROOMS:
        raise Problem("too_many_rooms", "Somebody of these is in as many rooms as a person can be.", users=[user.pk])


def _lock(ids: set[int]) -> None:
    """Lock users, so that two rooms that a user enters at once are counted one after the other. The order is
    ascending everywhere. The lock's mode delays none of the user's messages."""
    list(User.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
