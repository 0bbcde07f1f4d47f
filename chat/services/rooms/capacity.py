"""How many rooms somebody may be in. Direct rooms do not count: they cannot be left."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Count

from accounts.models import User
from chat.models import Membership, Room
from core.problems import Problem


def expect_space(users: Iterable[User], *, by: User) -> None:
    """For one room more. To be called in the transaction that lets them in, after the room was locked. Raises Problem `too_many_rooms`."""
    ids = {user.pk for user in users}
    _lock(ids)
    rooms = Membership.objects.current().filter(user__in=ids).exclude(room__kind=Room.Kind.DIRECT)
    counted = rooms.order_by().values("user").annotate(rooms=Count("pk"))
    full = sorted(counted.filter(rooms__gte=settings.MOST_ROOMS).values_list("user", flat=True))
    if full == [by.pk]:
        raise Problem("too_many_rooms")
    if full:
        raise Problem("too_many_rooms", "Somebody of these is in as many rooms as a person can be.", users=full)


def _lock(ids: set[int]) -> None:
    """So that two rooms that somebody enters at once are counted one after the other. In one order everywhere, and in a mode that holds
    up none of their messages."""
    list(User.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
