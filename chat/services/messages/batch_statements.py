"""The SQL of a batch of new messages: what has to be known before they are stored, and how they are stored.

Reading: one query for all of them, and none for what nobody asks. Pairs are looked up pair by pair. For `author IN … AND nonce IN …`
PostgreSQL looks for each author with each nonce, in 40,000 places for 200 messages; joined with the pairs, a table without fresh
statistics is read as a whole. A subquery for each leaves no choice but the index.

Storing: two statements, however many messages there are. Django's own way was more than half of all time spent on sending: a model asks
each field for its default, bulk_create asks each field of each row how it is stored, also those that no new message has anything in, and
bulk_update builds a tree of CASE WHEN.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from chat.models import Membership, Message, Room
from core.db.prepared import NUMBER, Prepared
from core.db.rows import Rows

Place = tuple[int, int]  # the ids of a room, and of a message or a person in it
# What sending asks of a room, in the order of the model.
ROOM_FIELDS = (
    "id", "kind", "archived_at", "posting", "slow_seconds", "rev", "last_seq", "last_message_at", "member_count",
)  # fmt: skip
_places = Rows("place", Membership, ("room_id", "user_id"))
_nonces = Rows("new", Message, ("author_id", "nonce"))
# SQLite takes 32,766 values in a query, and a batch of messages may name more people.
NAMES_AT_ONCE = 10_000

COLUMNS = (
    "room_id", "seq", "rev", "author_id", "nonce", "text", "reply_to_id", "thread_id", "mentions", "mentions_here", "created_at",
)  # fmt: skip
EMPTY = {field.attname: field.get_default() for field in Message._meta.concrete_fields}
_new = Rows("new", Message, COLUMNS)
_changed = Rows("changed", Room, ("id", "rev", "last_seq", "changed_at", "last_message_at"))


# -- Reading


class Facts(NamedTuple):
    """What has to be known of a batch. `now` is the database's time, since workers differ.

    Read under the rooms' locks: a retry that overtakes its original finds it, and a member who was just removed is one no more.
    """

    rooms: dict[int, Room]
    now: datetime
    held_rooms: set[int]
    held_authors: set[int]
    roles: dict[Place, str]
    known: dict[tuple[int, UUID], Message]
    quoted: set[Place]
    roots: dict[Place, Message]
    named: dict[tuple[int, str], int]


def read(
    places: Collection[Place],
    nonces: Collection[tuple[int, UUID]],
    quoted: Collection[int | None],
    threads: Collection[int | None],
    names: Mapping[int, Sequence[Sequence[str]]],
    *,
    waits: bool,
) -> Facts:
    """`places`: rooms and authors. `nonces`: authors and nonces. `names`: by room, what may be the name of somebody who is mentioned.

    Without `waits`, rooms and accounts that somebody else holds are left out, and told as held.
    """
    wanted, authors = {room for room, _ in places}, {author for _, author in places}
    rooms, now = lock_rooms(wanted) if waits else lock_free_rooms(wanted)
    return Facts(
        rooms,
        now,
        held_rooms=set() if waits else existing(wanted - rooms.keys()),
        held_authors=set() if waits else authors - lock_free_people(authors),
        roles=roles(places),
        known=known(nonces),
        quoted=in_rooms(quoted),
        roots=roots(threads),
        named=members_named(names),
    )


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


def known(nonces: Collection[tuple[int, UUID]]) -> dict[tuple[int, UUID], Message]:
    """Messages that were stored before, by author and nonce."""
    given, parameters = _nonces.given(list(nonces))
    stored_as = (
        "SELECT id FROM chat_message AS message WHERE message.author_id = new.author_id AND message.nonce = new.nonce"
    )
    rows = _fetch(f"{given} SELECT ({stored_as}) FROM new", parameters)  # noqa: S608 (names)
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
    """Messages that a thread has begun with, or can begin with: a reply in a thread begins none."""
    wanted = [message for message in messages if message is not None]
    found = Message.objects.filter(pk__in=wanted, thread=None).select_related("author") if wanted else ()
    return {(root.room_id, root.pk): root for root in found}


def rooms(ids: Collection[int]) -> dict[int, Room]:
    """Not locked, with what the gates ask of a room."""
    return Room.objects.only(*ROOM_FIELDS).in_bulk(ids)


def members_named(names: Mapping[int, Sequence[Sequence[str]]]) -> dict[tuple[int, str], int]:
    """Members by room and the key of their user name: one query for all rooms, and none where nobody is mentioned."""
    wanted = list({name for of_room in names.values() for candidates in of_room for name in candidates})
    found: dict[tuple[int, str], int] = {}
    for start in range(0, len(wanted), NAMES_AT_ONCE):
        some = wanted[start : start + NAMES_AT_ONCE]
        members = Membership.objects.current().filter(room__in=names, user__username_key__in=some)
        rows = members.values_list("room_id", "user__username_key", "user_id")
        found.update({(room, name): user for room, name, user in rows})
    return found


# -- Storing


def new_message(author: User, **values: Any) -> Message:
    """To be inserted; `values` by the names of COLUMNS."""
    message = Message.from_db(connection.alias, list(EMPTY), list((EMPTY | values).values()))
    message.author = author
    return message


def store(messages: Sequence[Message], roots: Sequence[Message], rooms: Collection[Room], now: datetime) -> None:
    """New messages, the roots of threads that they answer, and the numbers of their rooms."""
    insert(messages)
    if roots:
        Message.objects.bulk_update(roots, ["rev", "replies"])
    save_numbers(rooms, now)


def insert(messages: Sequence[Message]) -> None:
    """Messages that were never edited, pinned, reacted to or answered; afterwards they have their ids."""
    given, parameters = _new.given([[getattr(message, column) for column in COLUMNS] for message in messages])
    columns = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{given} INSERT INTO chat_message ({columns}) SELECT {columns} FROM new RETURNING room_id, seq, id",  # noqa: S608 (names)
            parameters,
        )
        ids = {(room, seq): pk for room, seq, pk in cursor.fetchall()}
    for message in messages:
        message.pk = ids[message.room_id, message.seq]


def save_numbers(rooms: Collection[Room], now: datetime) -> None:
    given, parameters = _changed.given(
        [(room.pk, room.rev, room.last_seq, now, room.last_message_at) for room in rooms]
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"{given} UPDATE chat_room SET rev = changed.rev, last_seq = changed.last_seq, "  # noqa: S608 (names and placeholders)
            "changed_at = changed.changed_at, last_message_at = changed.last_message_at FROM changed WHERE chat_room.id = changed.id",
            parameters,
        )
