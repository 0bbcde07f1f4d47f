"""Somebody's rooms as they see them in a list: what a socket begins with."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Case, F, QuerySet, Subquery, When

from accounts.models import User
from chat import payloads
from chat.models import Epoch, Membership, Room
from chat.selectors.epochs import epoch
from chat.selectors.people import people_by_id, people_by_viewer, people_of_direct_rooms
from chat.selectors.unread import mentions, unread
from config.errors import Problem
from config.prepared import NUMBER, Prepared


def memberships_of(*users: User | int) -> QuerySet[Membership]:
    """Their rooms with the counts of what they have not read."""
    theirs = Membership.objects.current().filter(user__in=users)
    return theirs.select_related("room").annotate(unread=unread(), mentions=mentions()).order_by("room_id")


def summaries(memberships: Collection[Membership]) -> list[payloads.RoomSummary]:
    """Of memberships that come from `memberships_of`, all of one person."""
    people = people_of_direct_rooms(memberships)
    adders = people_by_id(membership.unaccepted_adder for membership in memberships)
    return [
        payloads.RoomSummary.of(
            membership.room,
            membership,
            unread=getattr(membership, "unread", 0),
            mentions=getattr(membership, "mentions", 0),
            people=people.get(membership.room_id, ()),
            added_by=adders.get(membership.unaccepted_adder),
        )
        for membership in memberships
    ]


def summaries_of(user: User, *, room_ids: Iterable[int] | None = None) -> list[payloads.RoomSummary]:
    mine = memberships_of(user)
    if room_ids is not None:
        mine = mine.filter(room_id__in=room_ids)
    return summaries(mine)


def epochs_and_summaries_of(users: Sequence[User]) -> list[tuple[UUID, list[payloads.RoomSummary]]]:
    """What a socket begins with, for each of these: one query, the one that is asked most, and others where there are direct rooms, or
    rooms they were added to."""
    rows = _rooms_prepared(*{user.pk for user in users})
    people = people_by_viewer({user for user, _, _, _, kind, *_ in rows if kind == Room.Kind.DIRECT})
    adders = people_by_id(adder for _, _, adder, *_ in rows)
    rooms: dict[int, list[payloads.RoomSummary]] = {user.pk: [] for user in users}
    for user, _, adder, *columns in rows:
        columns += (people.get((user, columns[0]), []), adders.get(adder))
        rooms[user].append(payloads.RoomSummary(*columns))
    now = (rows[0][1] if rows else None) or epoch()
    return [(now, rooms[user.pk]) for user in users]


def _rooms_of(users: Iterable[int]) -> QuerySet[Membership, Any]:
    now = Subquery(Epoch.objects.values("value")[:1])
    room = ("kind", "name", "topic", "created_at", "archived_at", "rev", "last_seq", "last_message_at", "member_count")
    rules = ("room__posting", "room__slow_seconds", "notify", "muted", "favourite")
    counts = ("last_read_seq", "unread", "mentions")
    columns = ("room_id", *(f"room__{field}" for field in room), "role", *counts, *rules)
    adder = Case(When(accepted=False, then=F("added_by_id")))
    return memberships_of(*users).annotate(epoch=now, adder=adder).values_list("user_id", "epoch", "adder", *columns)


_rooms_prepared = Prepared(_rooms_of, NUMBER)


def summary_of(user: User, room_id: int) -> payloads.RoomSummary:
    """Raises Problem `not_found`, also for a room of others."""
    found = summaries_of(user, room_ids=[room_id])
    if not found:
        raise Problem("not_found")
    return found[0]
