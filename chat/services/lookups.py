"""What has to be known before messages are stored: one query for all of them, and none for what nobody asks.

Pairs are looked up pair by pair. For `author IN … AND nonce IN …` PostgreSQL looks for each author with each nonce, in 40,000 places for
200 drafts; joined with the pairs, a table without fresh statistics is read as a whole. A subquery for each leaves no choice but the index.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Now
from django.utils import timezone

from chat.models import Membership, Message, Room
from core.db.prepared import NUMBER, Prepared
from core.db.rows import Rows

Place = tuple[int, int]  # the ids of a room, and of a message or a person in it
# What sending asks of a room, in the order of the model.
ROOM_FIELDS = (
    "id",
    "kind",
    "archived_at",
    "posting",
    "slow_seconds",
    "rev",
    "last_seq",
    "last_message_at",
    "member_count",
)
_places = Rows("place", Membership, ("room_id", "user_id"))
_nonces = Rows("draft", Message, ("author_id", "nonce"))


class Locked(NamedTuple):
    """Rooms by their ids, with no more of them than sending asks, and what time it is: by the database's clock, since workers differ."""

    rooms: dict[int, Room]
    now: datetime


def lock_rooms(ids: Collection[int]) -> Locked:
    """In one order everywhere, so that no two transactions wait for each other."""
    return _as_locked(_locked(*ids) if ids else ())


def lock_free_rooms(ids: Collection[int]) -> Locked:
    """Those of them that nobody else holds. Rare, so Django may take its time."""
    return _as_locked(list(_locked_rooms(ids, skip_locked=True)))


def _as_locked(rows: Sequence[Sequence[Any]]) -> Locked:
    rooms = {row[0]: Room.from_db(connection.alias, ROOM_FIELDS, row[: len(ROOM_FIELDS)]) for row in rows}
    # Without a room, nothing takes the time. SQLite's clock is this machine's, and coarser.
    now = rows[0][-1] if rows and connection.vendor == "postgresql" else timezone.now()
    return Locked(rooms, now)


def existing(ids: Collection[int]) -> set[int]:
    return set(Room.objects.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()


def lock_free_people(ids: Collection[int]) -> set[int]:
    """Those whose account nobody changes, as messages that refer to them need it."""
    if not connection.features.has_select_for_update:
        return set(ids)
    people = "SELECT id FROM accounts_user WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE SKIP LOCKED"
    return {pk for (pk,) in _fetch(people, [list(ids)])}


def _locked_rooms(ids: Iterable[int], *, skip_locked: bool = False) -> QuerySet[Room, Any]:
    locked = Room.objects.select_for_update(skip_locked=skip_locked).filter(pk__in=ids).order_by("pk")
    return locked.values_list(*ROOM_FIELDS, Now())


_locked = Prepared(_locked_rooms, NUMBER)


def roles(places: Collection[Place]) -> dict[Place, str]:
    """Of members, by room and person."""
    given, parameters = _places.given(list(places))
    # Asked for among the conditions, `left_at` would invite the index of a room's members, however many those are.
    role = (
        "SELECT CASE WHEN member.left_at IS NULL THEN member.role END FROM chat_membership AS member "
        "WHERE member.room_id = place.room_id AND member.user_id = place.user_id"
    )
    rows = _fetch(f"{given} SELECT room_id, user_id, ({role}) FROM place", parameters)  # noqa: S608 (names)
    return {(room, user): role for room, user, role in rows if role is not None}


def known(drafts: Collection[tuple[int, UUID]]) -> dict[tuple[int, UUID], Message]:
    """Messages that were stored before, by author and nonce."""
    given, parameters = _nonces.given(list(drafts))
    stored_as = "SELECT id FROM chat_message AS message WHERE message.author_id = draft.author_id AND message.nonce = draft.nonce"
    rows = _fetch(f"{given} SELECT ({stored_as}) FROM draft", parameters)  # noqa: S608 (names)
    ids = [pk for (pk,) in rows if pk is not None]
    stored = Message.objects.filter(pk__in=ids).select_related("author") if ids else ()
    return {(message.author_id, message.nonce): message for message in stored}


def _fetch(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def in_rooms(messages: Collection[int | None]) -> set[Place]:
    wanted = [message for message in messages if message is not None]
    return set(Message.objects.filter(pk__in=wanted).values_list("room_id", "pk")) if wanted else set()


def roots(messages: Collection[int | None]) -> dict[Place, Message]:
    """Those that a thread has begun with, or can begin with: no reply in a thread begins another one."""
    wanted = [message for message in messages if message is not None]
    found = Message.objects.filter(pk__in=wanted, thread=None).select_related("author") if wanted else ()
    return {(root.room_id, root.pk): root for root in found}


def last_said(places: Collection[Place]) -> dict[Place, datetime]:
    """When each of these people last sent a message to each of these rooms."""
    if not places:
        return {}
    theirs = Message.objects.filter(room=OuterRef("room"), author=OuterRef("user")).order_by("-seq")
    members = Membership.objects.filter(room__in={room for room, _ in places}, user__in={user for _, user in places})
    said = members.annotate(said=Subquery(theirs.values("created_at")[:1])).exclude(said=None)
    return {(room, user): at for room, user, at in said.values_list("room_id", "user_id", "said")}
