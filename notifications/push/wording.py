"""What a push says, in the declarative form: Safari shows it by itself, other browsers give it to the service worker."""

import hashlib

import msgspec
from django.utils.translation import gettext, ngettext, override

from chat.models import Message, Room
from notifications.models import PushSubscription
from notifications.push.encryption import packed

LONGEST_TEXT = 200
LONGEST_TITLE = 100


def text_of(subscription: PushSubscription, message: Message, count: int) -> bytes:
    """`count`: of the messages in its room that the person is told of and has not read."""
    # What the person chose for the site's letters, or what the device asked for.
    language = subscription.user.language or subscription.language
    with override(language):
        title, body = _words(subscription.privacy, message, count)
        read = gettext("Mark as read")
    notification = {
        "title": title,
        "body": body,
        "navigate": subscription.site + _path(message),
        # One for a room: a later one takes its place.
        "tag": f"irori-room-{message.room_id}",
        "lang": language,
        "data": {"room": message.room_id, "seq": message.seq, "count": count, "read": read},
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
    author = message.author.display_name or message.author.username
    if privacy == PushSubscription.Privacy.SENDER:
        return _cut(author, LONGEST_TITLE), more
    is_direct = message.room.kind == Room.Kind.DIRECT
    said = _cut(" ".join(message.text.split()), LONGEST_TEXT) or gettext("A file")
    title = author if is_direct else message.room.name
    shown = title if count < 2 else f"{_cut(title, LONGEST_TITLE)} ({count})"
    return _cut(shown, LONGEST_TITLE + 10), said if is_direct else f"{_cut(author, LONGEST_TITLE)}: {said}"


def _path(message: Message) -> str:
    """As frontend/src/entities/messages/permalink.ts has it."""
    thread = "" if message.thread_id is None else f"?thread={message.thread_id}"
    return f"/rooms/{message.room_id}/{message.seq}{thread}"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
