"""Messages: send, edit, delete."""

from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat import events, selectors
from chat.models import Message, Room
from chat.models.message import TEXT_LENGTH
from chat.services.authority import EVERYBODY, MODERATORS, Authority, Member
from config.errors import Problem


class Sent(NamedTuple):
    message: Message
    created: bool  # False for a nonce that was known


@transaction.atomic
def send(*, author: User, room_id: int, nonce: UUID, text: str, reply_to: int | None = None) -> Sent:
    """Store a message once, however often it is sent.

    Raises Problem `not_found`, `text_empty`, `text_too_long`, `room_archived` or `nonce_conflict`.
    """
    text = _checked(text)
    room = Member(author).lock(room_id).room
    # Under the room's lock, so that a retry that overtakes its original finds it.
    if stored := _by_nonce(author, nonce):
        if stored.room_id != room_id:
            raise Problem("nonce_conflict")
        return Sent(stored, created=False)
    if room.is_archived:
        raise Problem("room_archived")
    if reply_to is not None and not Message.objects.filter(room=room, pk=reply_to).exists():
        raise Problem("invalid", fields={"reply_to": ["does_not_exist"]})
    now = timezone.now()
    room.last_seq += 1
    room.last_message_at = now
    message = Message(
        room=room,
        seq=room.last_seq,
        rev=room.next_rev(now),
        author=author,
        nonce=nonce,
        text=text,
        reply_to_id=reply_to,
        created_at=now,
    )
    message.save(force_insert=True)
    room.save(update_fields=["rev", "changed_at", "last_seq", "last_message_at"])
    events.message_changed(message)
    return Sent(message, created=True)


@transaction.atomic
def edit(*, author: User, message_id: int, text: str) -> Message:
    """Raises Problem `not_found` (also for a deleted message), `forbidden` for somebody else's, or what `send` does of the text."""
    text = _checked(text)
    message = selectors.message_in_my_rooms(author, message_id)
    room = Member(author).lock(message.room_id).room
    message.refresh_from_db()
    if message.author_id != author.pk:
        raise Problem("forbidden")
    if message.is_deleted:
        raise Problem("not_found")
    if room.is_archived:
        raise Problem("room_archived")
    if message.text != text:
        message.text, message.edited_at = text, timezone.now()
        _stamp(room, message)
    return message


@transaction.atomic
def delete(*, by: Authority, message: Message) -> Message:
    """Leave a tombstone: authors of their own, moderators and owners of anybody's. Deleting twice changes nothing.

    Raises Problem `not_found` or `forbidden`.
    """
    own = message.author_id == by.user.pk
    room = by.lock(message.room_id, roles=EVERYBODY if own else MODERATORS).room
    message = Message.objects.select_related("author").get(pk=message.pk)
    if not message.is_deleted:
        message.text, message.deleted_at = "", timezone.now()
        _stamp(room, message)
    return message


def _stamp(room: Room, message: Message) -> None:
    message.rev = room.next_rev(timezone.now())
    message.save(update_fields=["text", "edited_at", "deleted_at", "rev"])
    room.save(update_fields=["rev", "changed_at"])
    events.message_changed(message)


def _by_nonce(author: User, nonce: UUID) -> Message | None:
    return Message.objects.filter(author=author, nonce=nonce).select_related("author").first()


def _checked(text: str) -> str:
    # PostgreSQL stores no NUL, and a lone surrogate has no encoding.
    text = text.replace("\0", "").encode("utf-8", "replace").decode()
    if not text.strip():
        raise Problem("text_empty")
    if len(text) > TEXT_LENGTH:
        raise Problem("text_too_long", f"A message has at most {TEXT_LENGTH} characters.")
    return text
