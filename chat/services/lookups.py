"""What has to be known before messages are stored: one query for all of them, and none for what nobody asks."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import Field, OuterRef, Subquery

from chat.models import Membership, Message, Room

Place = tuple[int, int]  # the ids of a room, and of a message or a person in it
_NONCE = cast("Field[Any, Any]", Message._meta.get_field("nonce"))


def lock_rooms(ids: Collection[int]) -> dict[int, Room]:
    """In one order everywhere, so that no two transactions wait for each other."""
    return {room.pk: room for room in Room.objects.locked().filter(pk__in=ids).order_by("pk")}


def roles(users: Collection[int], rooms: Collection[int]) -> dict[Place, str]:
    """Of members."""
    current = Membership.objects.current().filter(user__in=users, room__in=list(rooms))
    return {(room, user): role for room, user, role in current.values_list("room_id", "user_id", "role")}


def known(drafts: Collection[tuple[int, UUID]]) -> dict[tuple[int, UUID], Message]:
    """Messages that were stored before, by author and nonce.

    Pair by pair: for `author IN … AND nonce IN …` PostgreSQL looks for each author with each nonce, in 40,000 places for 200 drafts, or
    reads the whole table instead.
    """
    pairs = [value for author, nonce in drafts for value in (author, _NONCE.get_db_prep_value(nonce, connection))]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH draft (author_id, nonce) AS (VALUES {', '.join(['(%s, %s)'] * len(drafts))}) "  # noqa: S608 (placeholders)
            "SELECT id FROM chat_message JOIN draft USING (author_id, nonce)",
            pairs,
        )
        ids = [pk for (pk,) in cursor.fetchall()]
    stored = Message.objects.filter(pk__in=ids).select_related("author") if ids else ()
    return {(message.author_id, message.nonce): message for message in stored}


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
