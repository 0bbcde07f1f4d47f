"""Storing messages: everything that waits, in one transaction.

A transaction costs the same for one message and for fifty, and it holds the room's lock while the disk confirms it; see
docs/architecture.md, "Sends".
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from chat import events
from chat.models import Membership, Message, Room
from chat.models.message import TEXT_LENGTH
from config.errors import Problem


class Draft(NamedTuple):
    author: User
    room_id: int
    nonce: UUID
    text: str
    reply_to: int | None = None


class Sent(NamedTuple):
    message: Message
    created: bool  # False for a nonce that was known


def send_together(drafts: Sequence[Draft]) -> list[Sent | Problem]:
    """Store messages of any authors in any rooms, in this order. What is wrong with one is its outcome and harms no other."""
    try:
        return _store(drafts)
    except IntegrityError:
        # A nonce was stored at the same time in another room, under a lock that is not ours. By now it is known.
        return _store(drafts)


@transaction.atomic
def _store(drafts: Sequence[Draft]) -> list[Sent | Problem]:
    rooms = _lock(draft.room_id for draft in drafts)
    # Read under the locks: a retry that overtakes its original finds it, and a member who was just removed is one no more.
    members = _members(drafts, rooms)
    known = _known(drafts)
    replied = _replied(drafts)
    now = timezone.now()
    outcomes: list[Sent | Problem] = []
    for draft in drafts:
        try:
            outcome = _take(draft, rooms, members, known, replied, now)
        except Problem as problem:
            outcomes.append(problem)
            continue
        known[draft.author.pk, draft.nonce] = outcome.message
        outcomes.append(outcome)
    created = [outcome.message for outcome in outcomes if isinstance(outcome, Sent) and outcome.created]
    if created:
        Message.objects.bulk_create(created)
        _save_numbers({message.room_id: rooms[message.room_id] for message in created}.values(), now)
        events.messages_changed(created)
    return outcomes


def checked(text: str) -> str:
    """The text as it is stored. Raises Problem `text_empty` or `text_too_long`."""
    # PostgreSQL stores no NUL, and a lone surrogate has no encoding.
    text = text.replace("\0", "").encode("utf-8", "replace").decode()
    if not text.strip():
        raise Problem("text_empty")
    if len(text) > TEXT_LENGTH:
        raise Problem("text_too_long", f"A message has at most {TEXT_LENGTH} characters.")
    return text


def _take(
    draft: Draft,
    rooms: Mapping[int, Room],
    members: set[tuple[int, int]],
    known: Mapping[tuple[int, UUID], Message],
    replied: set[tuple[int, int]],
    now: datetime,
) -> Sent:
    """The message a draft becomes, numbered but not stored yet, or the one it already is."""
    text = checked(draft.text)
    if (draft.room_id, draft.author.pk) not in members:
        raise Problem("not_found")
    if stored := known.get((draft.author.pk, draft.nonce)):
        if stored.room_id != draft.room_id:
            raise Problem("nonce_conflict")
        return Sent(stored, created=False)
    room = rooms[draft.room_id]
    if room.is_archived:
        raise Problem("room_archived")
    if draft.reply_to is not None and (draft.room_id, draft.reply_to) not in replied:
        raise Problem("invalid", fields={"reply_to": ["does_not_exist"]})
    room.last_seq += 1
    room.last_message_at = now
    message = Message(
        room=room,
        seq=room.last_seq,
        rev=room.next_rev(now),
        author=draft.author,
        nonce=draft.nonce,
        text=text,
        reply_to_id=draft.reply_to,
        created_at=now,
    )
    return Sent(message, created=True)


def _lock(room_ids: Iterable[int]) -> dict[int, Room]:
    """In one order everywhere, so that no two transactions wait for each other."""
    return {room.pk: room for room in Room.objects.locked().filter(pk__in=set(room_ids)).order_by("pk")}


def _save_numbers(rooms: Collection[Room], now: datetime) -> None:
    """One statement. Django's bulk_update builds a tree of CASE WHEN for it, which took a third of all time spent on sending."""
    values = ", ".join(["(%s, %s, %s)"] * len(rooms))
    numbers = [number for room in rooms for number in (room.pk, room.rev, room.last_seq)]
    when = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH changed (id, rev, last_seq) AS (VALUES {values}) "  # noqa: S608 (placeholders and nothing else)
            "UPDATE chat_room SET rev = changed.rev, last_seq = changed.last_seq, changed_at = %s, last_message_at = %s "
            "FROM changed WHERE chat_room.id = changed.id",
            [*numbers, when, when],
        )


def _members(drafts: Iterable[Draft], rooms: Iterable[int]) -> set[tuple[int, int]]:
    authors = {draft.author.pk for draft in drafts}
    current = Membership.objects.current().filter(user__in=authors, room__in=list(rooms))
    return set(current.values_list("room_id", "user_id"))


def _known(drafts: Iterable[Draft]) -> dict[tuple[int, UUID], Message]:
    stored = Message.objects.filter(
        author__in={draft.author.pk for draft in drafts}, nonce__in=[draft.nonce for draft in drafts]
    )
    return {(message.author_id, message.nonce): message for message in stored.select_related("author")}


def _replied(drafts: Iterable[Draft]) -> set[tuple[int, int]]:
    wanted = [draft.reply_to for draft in drafts if draft.reply_to is not None]
    return set(Message.objects.filter(pk__in=wanted).values_list("room_id", "pk")) if wanted else set()
