"""Messages of a room: its history, threads and pins.

`seq` has no gaps, so every page of history is one index range and knows by its numbers what lies around it.
"""

from datetime import datetime

from django.db.models import Max

from accounts.models import User
from chat import payloads
from chat.models import Message, Room
from config.errors import Problem

PAGE = 50
LARGEST_PAGE = 200
# Messages whose time is looked at in one query, while one is searched by time.
PROBES = 64


def message_in_my_rooms(user: User, message_id: int) -> Message:
    """Raises Problem `not_found`, also for a message in a room of others."""
    mine = Message.objects.filter(room__memberships__user=user, room__memberships__left_at=None)
    message = mine.filter(pk=message_id).select_related("author", "room").first()
    if message is None:
        raise Problem("not_found")
    return message


def history(
    room: Room,
    *,
    before: int | None = None,
    after: int | None = None,
    around: int | None = None,
    at: datetime | None = None,
    limit: int = PAGE,
) -> payloads.History:
    """The newest page, or the one before, after or around a seq, or around what was said first from a moment on."""
    limit = min(limit, LARGEST_PAGE)
    if at is not None:
        around = _first_since(room, at)
    first, last = _page(room.last_seq, before, after, around, limit)
    messages = Message.objects.filter(room=room, seq__gte=first, seq__lte=last).select_related("author").order_by("seq")
    page = [payloads.Message.of(message) for message in messages]
    return payloads.History(page, has_before=first > 1, has_after=last < room.last_seq)


def _page(newest: int, before: int | None, after: int | None, around: int | None, limit: int) -> tuple[int, int]:
    """The first and last seq of a page; empty when the last is below the first."""
    if after is not None:
        return after + 1, min(after + limit, newest)
    if around is not None:
        before = max(around + limit // 2, limit) + 1
    last = newest if before is None else min(before - 1, newest)
    return max(last - limit + 1, 1), last


def _first_since(room: Room, moment: datetime) -> int:
    """The seq of the first message from a moment on; past the last where there is none.

    Times ascend as seq does, since both are given under the room's lock. So no index of times has to be kept by every send: of 64
    messages in a row of equal steps the last one that is too early leaves a 64th to search, four times for a room of ten million.
    """
    first, end = 1, room.last_seq + 1
    while first < end:
        step = (end - first - 1) // PROBES + 1
        probes = Message.objects.filter(room=room, seq__in=range(first, end, step))
        early = probes.filter(created_at__lt=moment).aggregate(last=Max("seq"))["last"]
        if early is None:
            return first
        first, end = early + 1, min(early + step, end)
    return first


def thread(root: Message, *, before: int | None = None, after: int | None = None, limit: int = PAGE) -> payloads.Thread:
    """The newest page of a thread, or the one before or after a seq."""
    limit = min(limit, LARGEST_PAGE)
    replies = root.in_thread.select_related("author")
    if after is not None:
        found = list(replies.filter(seq__gt=after).order_by("seq")[: limit + 1])
        page, has_before, has_after = found[:limit], replies.filter(seq__lte=after).exists(), len(found) > limit
    else:
        older = replies.filter(seq__lt=before) if before is not None else replies
        found = list(older.order_by("-seq")[: limit + 1])
        page, has_before = found[:limit][::-1], len(found) > limit
        has_after = before is not None and replies.filter(seq__gte=before).exists()
    return payloads.Thread(
        root=payloads.Message.of(root),
        messages=[payloads.Message.of(reply) for reply in page],
        has_before=has_before,
        has_after=has_after,
    )


def root_of_thread(user: User, message_id: int) -> Message:
    """Of the thread that a message began, or is in. Raises Problem `not_found`."""
    message = message_in_my_rooms(user, message_id)
    return message_in_my_rooms(user, message.thread_id) if message.thread_id is not None else message


def pins_of(room: Room) -> payloads.Pins:
    """The newest pin first."""
    pinned = room.messages.filter(pinned_at__isnull=False).select_related("author").order_by("-pinned_at", "-seq")
    return payloads.Pins([payloads.Message.of(message) for message in pinned])


def edits_of(user: User, message_id: int) -> payloads.Edits:
    """The oldest text first. Raises Problem `not_found`, also for a deleted message."""
    message = message_in_my_rooms(user, message_id)
    if message.is_deleted:
        raise Problem("not_found")
    return payloads.Edits([payloads.EarlierText(text.text, text.at) for text in message.earlier_texts.all()])
