"""Reactions: add an emoji to a message, remove it."""

from django.db import transaction

from accounts.models import User
from chat.models import Message, Reaction
from chat.services import rules
from chat.services.authority import Member
from chat.services.messages.stamping import stamp
from core.problems import Problem
from core.text.emojis import one_emoji

DIFFERENT_EMOJI = 20
# People named for each emoji: the first to react.
PEOPLE_SHOWN = 50


@transaction.atomic
def add(*, by: User, message_id: int, emoji: str) -> Message:
    """Add a reaction. A second call changes nothing. Raises Problem `not_found`, `invalid`,
    `too_many_reactions` or `room_archived`."""
    emoji = _one(emoji)
    message, room, *_ = Member(by).lock_message(message_id, rules.REACT)
    shown = message.reactions or []
    if emoji not in {reaction["emoji"] for reaction in shown} and len(shown) >= DIFFERENT_EMOJI:
        raise Problem("too_many_reactions")
    _, created = Reaction.objects.get_or_create(message=message, emoji=emoji, user=by)
    if created:
        _count(message, emoji)
        stamp(room, [message], ["reactions"])
    return message


@transaction.atomic
def remove(*, by: User, message_id: int, emoji: str) -> Message:
    """Remove a reaction. A second call changes nothing. Raises Problem `not_found`, `invalid` or
    `room_archived`."""
    emoji = _one(emoji)
    message, room, *_ = Member(by).lock_message(message_id, rules.REACT)
    removed, _ = Reaction.objects.filter(message=message, emoji=emoji, user=by).delete()
    if removed:
        _count(message, emoji)
        stamp(room, [message], ["reactions"])
    return message


def _one(text: str) -> str:
    emoji = one_emoji(text)
    if emoji is None:
        raise Problem("invalid", fields={"emoji": ["invalid"]})
    return emoji


def _count(message: Message, emoji: str) -> None:
    """Recount one emoji on the message. The emoji keeps its place among the others."""
    rows = Reaction.objects.filter(message=message, emoji=emoji)
    users = list(rows.order_by("pk").values_list("user_id", flat=True)[:PEOPLE_SHOWN])
    shown = {reaction["emoji"]: reaction for reaction in message.reactions or []}
    shown[emoji] = {"emoji": emoji, "count": rows.count(), "users": users}
    message.reactions = [reaction for reaction in shown.values() if reaction["count"]] or None
