"""Reads. Each is a constant number of queries, whatever the number of rooms or members and however old the room."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from chat import payloads
from chat.models import Epoch, Membership, Message, Room
from config.errors import Problem
from config.prepared import NUMBER, Prepared

PAGE = 50
LARGEST_PAGE = 200
# So many of somebody's own messages, and of deleted ones, are left out of an unread count. It bounds the work for a bot that writes
# for years and never reads.
UNREAD_LEFT_OUT = 1000
# A client farther behind than this loads the newest page instead of every change.
CHANGES_REPLAYED = 500
# Changes in one answer of `sync`, over all rooms.
CHANGES_ANSWERED = 2000


class CountSubquery(Subquery):
    """How many rows a (sliced) subquery has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def epoch() -> UUID:
    return Epoch.objects.get_or_create(pk=1)[0].value


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


def membership_of(user: User, room_id: int) -> Membership:
    """My membership with its room. Raises Problem `not_found`, also for a room of others."""
    membership = Membership.objects.current().filter(user=user, room_id=room_id).select_related("room").first()
    if membership is None:
        raise Problem("not_found")
    return membership


def rooms_to_join(user: User, *, query: str = "") -> QuerySet[Room]:
    rooms = Room.objects.open_to(user)
    return rooms.filter(Q(name__icontains=query) | Q(topic__icontains=query)) if query else rooms


def members_of(room: Room) -> QuerySet[Membership]:
    return Membership.objects.current().filter(room=room).select_related("user")


def message_in_my_rooms(user: User, message_id: int) -> Message:
    """Raises Problem `not_found`, also for a message in a room of others."""
    mine = Message.objects.filter(room__memberships__user=user, room__memberships__left_at=None)
    message = mine.filter(pk=message_id).select_related("author").first()
    if message is None:
        raise Problem("not_found")
    return message


# -- History: seq has no gaps, so every page is one index range and knows by its numbers what lies around it.


def history(
    room: Room, *, before: int | None = None, after: int | None = None, around: int | None = None, limit: int = PAGE
) -> payloads.History:
    """The newest page, or the one before, after or around a seq."""
    limit = min(limit, LARGEST_PAGE)
    first, last = _page(room.last_seq, before, after, around, limit)
    messages = Message.objects.filter(room=room, seq__gte=first, seq__lte=last).select_related("author").order_by("seq")
    page = [payloads.Message.of(message) for message in messages]
    return payloads.History(page, has_before=first > 1, has_after=last < room.last_seq)


def _page(newest: int, before: int | None, after: int | None, around: int | None, limit: int) -> tuple[int, int]:
    """The first and last seq of a page; empty when the last is below the first."""
    if after is not None:
        return after + 1, min(after + limit, newest)
    if around is not None:
        before = max(around + limit // 2, limit) + 1
    last = newest if before is None else min(before - 1, newest)
    return max(last - limit + 1, 1), last


# -- Catching up


def heads_changed_since(room_ids: Iterable[int], since: datetime) -> dict[int, int]:
    """The revs of those rooms that changed after `since`."""
    changed = Room.objects.filter(pk__in=list(room_ids), changed_at__gte=since)
    return dict(changed.values_list("pk", "rev"))


def changes_since(user: User, *, known_epoch: UUID, revs: Mapping[int, int]) -> payloads.Sync:
    """Everything that changed in these rooms after the given revs, in its present state, ascending rev."""
    now = epoch()
    mine = {membership.room_id: membership for membership in memberships_of(user).filter(room_id__in=list(revs))}
    behind = {
        pk: _Behind(membership, revs[pk] if known_epoch == now else -1)
        for pk, membership in mine.items()
        if known_epoch != now or membership.room.rev != revs[pk]
    }
    answered = _within_limit(behind)
    messages = _grouped_messages(answered)
    members = _grouped_members(answered)
    rooms = {}
    for pk in revs:
        if pk not in mine:
            change = payloads.Changes(gone=True)
        elif pk not in behind:
            change = payloads.Changes(head=mine[pk].room.rev, messages=[], members=[], complete=True)
        elif pk not in answered:
            head, reset = mine[pk].room.rev, behind[pk].reset
            change = payloads.Changes(head=head, messages=[], members=[], complete=False, reset=reset)
        else:
            change = answered[pk].changes(messages.get(pk, []), members.get(pk, []))
        rooms[str(pk)] = change
    return payloads.Sync(now, rooms)


class _Behind:
    """One room that a client has to catch up with, from the rev it has (-1: nothing it has is of use)."""

    def __init__(self, membership: Membership, have: int) -> None:
        self.membership, self.room, self.have = membership, membership.room, have
        self.reset = not 0 <= self.room.rev - have <= CHANGES_REPLAYED or have < 0
        self.cost = PAGE if self.reset else self.room.rev - have

    @property
    def messages(self) -> Q:
        if self.reset:
            return Q(room=self.room, seq__gt=self.room.last_seq - PAGE)
        return Q(room=self.room, rev__gt=self.have)

    def changes(self, messages: list[payloads.Message], members: list[payloads.Member]) -> payloads.Changes:
        return payloads.Changes(
            head=self.room.rev,
            messages=messages,
            members=members,
            room=summary(self.membership) if self.reset or self.room.room_rev > self.have else None,
            complete=True,
            reset=self.reset,
        )


def _within_limit(behind: Mapping[int, _Behind]) -> dict[int, _Behind]:
    """As many rooms as one answer holds; the client asks again for the others."""
    answered: dict[int, _Behind] = {}
    cost = 0
    for pk, room in behind.items():
        cost += room.cost
        if answered and cost > CHANGES_ANSWERED:
            break
        answered[pk] = room
    return answered


def _grouped_messages(rooms: Mapping[int, _Behind]) -> dict[int, list[payloads.Message]]:
    grouped: dict[int, list[payloads.Message]] = {}
    if rooms:
        wanted = _any_of(room.messages for room in rooms.values())
        for message in Message.objects.filter(wanted).select_related("author").order_by("room_id", "rev"):
            grouped.setdefault(message.room_id, []).append(payloads.Message.of(message))
    return grouped


def _grouped_members(rooms: Mapping[int, _Behind]) -> dict[int, list[payloads.Member]]:
    grouped: dict[int, list[payloads.Member]] = {}
    replayed = [Q(room=room.room, rev__gt=room.have) for room in rooms.values() if not room.reset]
    if replayed:
        for membership in (
            Membership.objects.filter(_any_of(replayed)).select_related("user").order_by("room_id", "rev")
        ):
            grouped.setdefault(membership.room_id, []).append(payloads.Member.of(membership))
    return grouped


def _any_of(conditions: Iterable[Q]) -> Q:
    combined = Q()
    for condition in conditions:
        combined |= condition
    return combined
