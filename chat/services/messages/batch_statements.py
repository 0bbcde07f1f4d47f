"""The SQL of a batch of new messages: reading the facts before they are stored, and storing the rooms' numbers.

Reading takes one query for each kind of fact, and none for a kind that no message needs. Pairs are looked up one by one
in a subquery. For `author IN … AND nonce IN …` PostgreSQL looks for each author with each nonce: 40,000 places for 200
messages. A join with the pairs reads the whole table when it has no fresh statistics. A subquery for each pair leaves
only the index.

The numbers of all rooms take one statement, for which bulk_update would build a tree of CASE WHEN.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from chat.models import Membership, Message, Room
from core.db.prepared import NUMBER, Prepared
from core.db.rows import Rows

Place = tuple[int, int]  # the ids of a room, and of a message or a person in it
# The columns of a room that sending needs, in the order of the model.
ROOM_FIELDS = (
    "id", "kind", "archived_at", "posting", "slow_seconds", "guards", "rev", "last_seq", "last_message_at", "member_count",
)  # fmt: skip
_places = Rows("place", Membership, ("room_id", "user_id"))
_nonces = Rows("new", Message, ("author_id", "nonce"))
# SQLite takes at most 32,766 values in a query, and a batch may name more people.
NAMES_AT_ONCE = 10_000
_changed = Rows("changed", Room, ("id", "rev", "last_seq", "changed_at", "last_message_at"))


# -- Reading


class Standing(NamedTuple):
    """A current member's role, and the guards of the member, the person and the site together. A room has its own."""

    role: str
    guards: int


class Facts(NamedTuple):
    """The facts about a batch. `now` is the database's time, because workers' clocks differ.

    They are read under the rooms' locks. So a retry that overtakes its original finds it, and a member who was just
    removed has no role.
    """

    rooms: dict[int, Room]
    now: datetime
    held_rooms: set[int]
    held_authors: set[int]
    standings: dict[Place, Standing]
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
    """Read the facts. `places`: ids of rooms and authors. `nonces`: author ids and nonces. `names`: by room id,
    possible user names of people mentioned.

    Without `waits`, rooms and accounts that other transactions lock are left out and listed as held.
    """
    wanted, authors = {room for room, _ in places}, {author for _, author in places}
    rooms, now = lock_rooms(wanted) if waits else lock_free_rooms(wanted)
    return Facts(
        rooms,
        now,
        held_rooms=set() if waits else existing(wanted - rooms.keys()),
        held_authors=set() if waits else authors - lock_free_people(authors),
        standings=standings(places),
        known=known(nonces),
        quoted=in_rooms(quoted),
        roots=roots(threads),
        named=members_named(names),
    )


class Locked(NamedTuple):
    """Rooms by id, with only ROOM_FIELDS loaded, and the time by the database's clock, because workers' clocks
    differ."""

    rooms: dict[int, Room]
    now: datetime


def lock_rooms(ids: Collection[int]) -> Locked:
    """Lock rooms, ascending by id everywhere, so that no two transactions deadlock."""
    return _as_locked(_locked(*ids) if ids else ())


def lock_free_rooms(ids: Collection[int]) -> Locked:
    """Lock the rooms among these that no other transaction locks. It is rare, so Django's slower query serves."""
    return _as_locked(list(_locked_rooms(ids, skip_locked=True)))


def _as_locked(rows: Sequence[Sequence[Any]]) -> Locked:
    rooms = {row[0]: Room.from_db(connection.alias, ROOM_FIELDS, row[: len(ROOM_FIELDS)]) for row in rows}
    # Without rooms the time is not used. SQLite's clock is this machine's, and coarser.
    now = rows[0][-1] if rows and connection.vendor == "postgresql" else timezone.now()
    return Locked(rooms, now)


def existing(ids: Collection[int]) -> set[int]:
    return set(Room.objects.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()


def lock_free_people(ids: Collection[int]) -> set[int]:
    """The ids among these whose account no other transaction changes. They stay locked in the mode that foreign keys
    use."""
    if not connection.features.has_select_for_update:
        return set(ids)
    people = "SELECT id FROM accounts_user WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE SKIP LOCKED"
    return {pk for (pk,) in _fetch(people, [list(ids)])}


def _locked_rooms(ids: Iterable[int], *, skip_locked: bool = False) -> QuerySet[Room, Any]:
    locked = Room.objects.select_for_update(skip_locked=skip_locked).filter(pk__in=ids).order_by("pk")
    return locked.values_list(*ROOM_FIELDS, Now())


_locked = Prepared(_locked_rooms, NUMBER)


def standings(places: Collection[Place]) -> dict[Place, Standing]:
    """The standings of current members, by room id and user id."""
    given, parameters = _places.given(list(places))
    # As a condition, `left_at` could make PostgreSQL use the index of a room's members and read them all. Role and
    # guards come in one value, because a second subquery would look the member up again.
    standing = (
        "SELECT CASE WHEN member.left_at IS NULL THEN member.role || ' ' || (member.guards "
        "| COALESCE((SELECT person.guards FROM chat_personguards AS person WHERE person.user_id = member.user_id), 0) "
        "| COALESCE((SELECT site.guards FROM chat_siteguards AS site), 0)) END FROM chat_membership AS member "
        "WHERE member.room_id = place.room_id AND member.user_id = place.user_id"
    )
    rows = _fetch(f"{given} SELECT room_id, user_id, ({standing}) FROM place", parameters)  # noqa: S608 (names)
    return {(room, user): _standing(stored) for room, user, stored in rows if stored is not None}


def _standing(stored: str) -> Standing:
    role, guards = stored.split(" ")
    return Standing(role, int(guards))


def known(nonces: Collection[tuple[int, UUID]]) -> dict[tuple[int, UUID], Message]:
    """Messages that were stored before, by author id and nonce."""
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
    """Messages that can be a thread's root, by room id and message id. A reply in a thread cannot."""
    wanted = [message for message in messages if message is not None]
    found = Message.objects.filter(pk__in=wanted, thread=None).select_related("author") if wanted else ()
    return {(root.room_id, root.pk): root for root in found}


def rooms(ids: Collection[int]) -> dict[int, Room]:
    """Rooms by id, not locked, with only ROOM_FIELDS loaded."""
    return Room.objects.only(*ROOM_FIELDS).in_bulk(ids)


def members_named(names: Mapping[int, Sequence[Sequence[str]]]) -> dict[tuple[int, str], int]:
    """Ids of current members, by room id and key of the user name. One query for all rooms; none without names."""
    wanted = list({name for of_room in names.values() for candidates in of_room for name in candidates})
    found: dict[tuple[int, str], int] = {}
    for start in range(0, len(wanted), NAMES_AT_ONCE):
        some = wanted[start : start + NAMES_AT_ONCE]
        members = Membership.objects.current().filter(room__in=names, user__username_key__in=some)
        rows = members.values_list("room_id", "user__username_key", "user_id")
        found.update({(room, name): user for room, name, user in rows})
    return found


# -- Storing


def save_numbers(rooms: Collection[Room], now: datetime) -> None:
    """Store the numbers that new messages have changed."""
    given, parameters = _changed.given(
        [(room.pk, room.rev, room.last_seq, now, room.last_message_at) for room in rooms]
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"{given} UPDATE chat_room SET rev = changed.rev, last_seq = changed.last_seq, "  # noqa: S608 (names and placeholders)
            "changed_at = changed.changed_at, last_message_at = changed.last_message_at FROM changed WHERE chat_room.id = changed.id",
            parameters,
        )
