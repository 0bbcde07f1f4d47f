"""Messages: send, edit, delete."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat import events, selectors
from chat.models import Message, Room
from chat.services.authority import EVERYBODY, MODERATORS, Authority, Member
from chat.services.sending import Draft, Sent, checked, send_together
from config.errors import Problem


def send(*, author: User, room_id: int, nonce: UUID, text: str, reply_to: int | None = None) -> Sent:
    """Store a message once, however often it is sent.

    Raises Problem `not_found`, `text_empty`, `text_too_long`, `room_archived`, `nonce_conflict` or `invalid`.
    """
    (outcome,) = send_together([Draft(author, room_id, nonce, text, reply_to)])
    if isinstance(outcome, Problem):
        raise outcome
    return outcome


@transaction.atomic
def edit(*, author: User, message_id: int, text: str) -> Message:
    """Raises Problem `not_found` (also for a deleted message), `forbidden` for somebody else's, or what sending does of the text."""
    text = checked(text)
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
