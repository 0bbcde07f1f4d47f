"""What a push says, in the declarative form: Safari shows it by itself, other browsers give it to the service worker."""

import hashlib

import msgspec
from django.utils.translation import gettext, ngettext, override

from chat.models import Message, Room
from chat.plain_text import plain_text
from notifications.models import PushSubscription
from notifications.push.transport.encryption import packed

LONGEST_TEXT = 200
LONGEST_TITLE = 100


def text_of(subscription: PushSubscription, message: Message, count: int) -> bytes:
    """`count`: of the messages in its room that the person is told of and has not read."""
    # What the person chose for the site's letters, or what the device asked for.
    language = subscription.user.language or subscription.language
    with override(language):
        title, body = _words(subscription.privacy, message, count)
        data = {
            "user": subscription.user_id,
            "room": message.room_id,
            "seq": message.seq,
            "thread": message.thread_id,
            "count": count,
            **_actions(subscription.privacy),
        }
    notification = {
        "title": title,
        "body": body,
        "navigate": subscription.site + _path(message),
        # One for a room: a later one takes its place.
        "tag": f"irori-room-{message.room_id}",
        "lang": language,
        "data": data,
    }
    return msgspec.json.encode({"web_push": 8030, "notification": notification})


def topic_of(subscription: PushSubscription, room_id: int) -> str:
    """The same for each push about a room to a device. The push service cannot tell which room, nor whether two devices share one."""
    digest = hashlib.sha256(f"{subscription.auth}:{room_id}".encode()).digest()
    return packed(digest[:24])


def _words(privacy: str, message: Message, count: int) -> tuple[str, str]:
    more = ngettext("%d new message", "%d new messages", count) % count
    if privacy == PushSubscription.Privacy.NOTHING:
        return "Irori", more
    author = _cut(message.author.display_name or message.author.username, LONGEST_TITLE)
    if privacy == PushSubscription.Privacy.SENDER:
        return author, more
    said = _cut(plain_text(message.text), LONGEST_TEXT) or gettext("A file")
    if message.room.kind == Room.Kind.DIRECT:
        title, body = author, said
    else:
        title, body = _cut(message.room.name, LONGEST_TITLE), f"{_isolated(author)}: {said}"
    return (f"{_isolated(title)} ({count})" if count > 1 else title), body


def _actions(privacy: str) -> dict[str, str]:
    """The labels of what can be done from the notification. Nobody answers what they cannot see."""
    labels = {"read": gettext("Mark as read")}
    if privacy == PushSubscription.Privacy.NOTHING:
        return labels
    return labels | {"reply": gettext("Reply"), "unsent": gettext("Not sent")}


def _isolated(text: str) -> str:
    """Its direction changes nothing of what stands beside it (Unicode's FSI and PDI)."""
    return text if text.isascii() else f"\u2068{text}\u2069"


def _path(message: Message) -> str:
    """As frontend/src/entities/messages/permalink.ts has it."""
    thread = "" if message.thread_id is None else f"?thread={message.thread_id}"
    return f"/rooms/{message.room_id}/{message.seq}{thread}"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
