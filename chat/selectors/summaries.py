"""Somebody's rooms as they see them in a list: what a socket begins with."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery

from accounts.models import User
from chat import payloads
from chat.models import Epoch, Membership, Message
from chat.selectors.epochs import epoch
from config.errors import Problem
from config.prepared import NUMBER, Prepared

# So many of somebody's own messages, and of deleted ones, are left out of an unread count. It bounds the work for a bot that writes
# for years and never reads.
UNREAD_LEFT_OUT = 1000


class CountSubquery(Subquery):
    """How many rows a (sliced) subquery has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def memberships_of(*users: User | int) -> QuerySet[Membership]:
    """Their rooms with the count of what they have not read: of others, not deleted.

    Nobody walks the unread messages. `seq` has no gaps, so their number is a difference, less what does not count.
    """
    passed = Message.objects.filter(room_id=OuterRef("room_id"), seq__gt=OuterRef("last_read_seq")).order_by("seq")
    own = passed.filter(author=OuterRef("user_id"))
    deleted = passed.filter(deleted_at__isnull=False).exclude(author=OuterRef("user_id"))
    unread = F("room__last_seq") - F("last_read_seq") - _number_of(own) - _number_of(deleted)
    theirs = Membership.objects.current().filter(user__in=users)
    return theirs.select_related("room").annotate(unread=unread).order_by("room_id")


def _number_of(messages: QuerySet[Message]) -> CountSubquery:
    return CountSubquery(messages.values("seq")[:UNREAD_LEFT_OUT])


def summary(membership: Membership) -> payloads.RoomSummary:
    """`membership` must come from `memberships_of`."""
    return payloads.RoomSummary.of(membership.room, membership, getattr(membership, "unread", 0))


def summaries_of(user: User, *, room_ids: Iterable[int] | None = None) -> list[payloads.RoomSummary]:
    mine = memberships_of(user)
    if room_ids is not None:
        mine = mine.filter(room_id__in=room_ids)
    return [summary(membership) for membership in mine]


def epochs_and_summaries_of(users: Sequence[User]) -> list[tuple[UUID, list[payloads.RoomSummary]]]:
    """What a socket begins with, for each of these: one query, and the one that is asked most."""
    rows = _rooms_prepared(*{user.pk for user in users})
    rooms: dict[int, list[payloads.RoomSummary]] = {user.pk: [] for user in users}
    for user, _, *columns in rows:
        rooms[user].append(payloads.RoomSummary(*columns))
    now = (rows[0][1] if rows else None) or epoch()
    return [(now, rooms[user.pk]) for user in users]


def _rooms_of(users: Iterable[int]) -> QuerySet[Membership, Any]:
    now = Subquery(Epoch.objects.values("value")[:1])
    room = ("kind", "name", "topic", "created_at", "archived_at", "rev", "last_seq", "last_message_at", "member_count")
    columns = ("room_id", *(f"room__{field}" for field in room), "role", "last_read_seq", "unread")
    return memberships_of(*users).annotate(epoch=now).values_list("user_id", "epoch", *columns)


_rooms_prepared = Prepared(_rooms_of, NUMBER)


def summary_of(user: User, room_id: int) -> payloads.RoomSummary:
    """Raises Problem `not_found`, also for a room of others."""
    found = summaries_of(user, room_ids=[room_id])
    if not found:
        raise Problem("not_found")
    return found[0]
