"""In a room with slow mode a member waits after each message. An edit is no new message and needs no wait."""

import math
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import cache

from django.db.models import OuterRef, Subquery

from chat.gates.gate import Check, Gate, Write, Writer
from chat.models import Membership, Message
from chat.models.guards import HELD
from core.app_contents import named
from core.problems import Problem

Place = tuple[int, int]  # the ids of a room and of a person in it
# Of these places, the time of each person's last message since then that a filter has kept.
LastKept = Callable[[Collection[Place], datetime], dict[Place, datetime]]


def _open(writers: Collection[Writer], now: datetime) -> Check | None:
    slow = {(writer.room.pk, writer.user_id) for writer in writers if writer.room.slow_seconds}
    if not slow:
        return None
    last_said = _last_said(slow)
    # Filters keep messages elsewhere: without these, all that somebody writes could wait at any pace.
    kept = [w for w in writers if w.room.slow_seconds and w.guards & HELD and w.role == Membership.Role.MEMBER]
    if kept:
        since = now - timedelta(seconds=max(writer.room.slow_seconds for writer in kept))
        places = {(writer.room.pk, writer.user_id) for writer in kept}
        for place, at in [each for last_kept in _keepers() for each in last_kept(places, since).items()]:
            last_said[place] = max(at, last_said.get(place, at))

    def check(writer: Writer) -> None:
        """Raises Problem `slow_mode`."""
        place = (writer.room.pk, writer.user_id)
        if writer.role == Membership.Role.MEMBER and writer.room.slow_seconds and place in last_said:
            _expect_waited(writer.room.slow_seconds, last_said[place], now)
        last_said[place] = now

    return check


@cache
def _keepers() -> tuple[LastKept, ...]:
    return tuple(named("last_kept"))


def _expect_waited(slow_seconds: int, last_said: datetime, now: datetime) -> None:
    # After a clock was set back, the last message is in the future. That must not silence its author until then.
    wait = slow_seconds - abs((now - last_said).total_seconds())
    if wait > 0:
        raise Problem("slow_mode", f"Slow mode: wait {math.ceil(wait)} seconds.", wait=wait)


def _last_said(places: Collection[Place]) -> dict[Place, datetime]:
    """The time of each person's last message, for these pairs of a room and a person."""
    theirs = Message.objects.filter(room=OuterRef("room"), author=OuterRef("user")).order_by("-seq")
    members = Membership.objects.filter(room__in={room for room, _ in places}, user__in={user for _, user in places})
    said = members.annotate(said=Subquery(theirs.values("created_at")[:1])).exclude(said=None)
    return {(room, user): at for room, user, at in said.values_list("room_id", "user_id", "said")}


SLOW_MODE = Gate(_open, writes=frozenset({Write.SEND}), counts=True)
