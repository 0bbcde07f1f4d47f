"""What people are to be told of in a room, when the job runs: its newest message that concerns them and that they have not read, and how
many there are. Reading it anywhere, marking it as done and leaving the room make a push needless.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.db.models import Count, Max, QuerySet

from chat.models import Membership, Message
from chat.selectors import unread
from notifications.models import InboxItem
from notifications.selectors.wishes import hidden

# Of a room whose every message somebody is told of: the newest message by somebody else is among so many, or there is none.
LOOKED_THROUGH = 50


class Due(NamedTuple):
    message: Message
    number: int


def due_in(room_id: int, kind: str, user_ids: Collection[int]) -> Mapping[int, Due]:
    """By person. Whoever is not in it needs no push any more."""
    if not user_ids:
        return {}
    return _every(room_id, user_ids) if kind == "message" else _kept(room_id, user_ids)


def _kept(room_id: int, user_ids: Collection[int]) -> Mapping[int, Due]:
    """Of what is in their inboxes."""
    here = InboxItem.objects.filter(
        membership__room=room_id, membership__user__in=user_ids, membership__left_at=None, message__deleted_at=None
    )
    grouped = here.undone().order_by().values_list("user_id", "author_id").annotate(Max("message_id"), Count("pk"))
    found = list(grouped)
    unseen = hidden(user_ids, {author for _, author, _, _ in found})
    newest: dict[int, tuple[int, int]] = {}
    for user, author, message, number in found:
        if (user, author) not in unseen:
            before = newest.get(user, (0, 0))
            newest[user] = max(before[0], message), before[1] + number
    messages = _messages().in_bulk({message for message, _ in newest.values()})
    return {user: Due(messages[message], number) for user, (message, number) in newest.items() if message in messages}


def _every(room_id: int, user_ids: Collection[int]) -> Mapping[int, Due]:
    """Of all that others have written there."""
    behind = Membership.objects.current().filter(room=room_id, user__in=user_ids).annotate(counted=unread.unread())
    waiting = list(behind.values_list("user_id", "last_read_seq", "counted"))
    newest = list(_messages().filter(room=room_id, deleted_at=None, thread=None).order_by("-seq")[:LOOKED_THROUGH])
    unseen = hidden(user_ids, {message.author_id for message in newest})
    found: dict[int, Due] = {}
    for user, read, number in waiting:
        shown = (each for each in newest if each.author_id != user and (user, each.author_id) not in unseen)
        message = next(shown, None)
        if message is not None and message.seq > read and number:
            found[user] = Due(message, number)
    return found


def _messages() -> QuerySet[Message]:
    return Message.objects.select_related("author", "room")
