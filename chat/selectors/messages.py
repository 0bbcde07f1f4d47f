"""History: `seq` has no gaps, so every page is one index range and knows by its numbers what lies around it."""

from accounts.models import User
from chat import payloads
from chat.models import Message, Room
from config.errors import Problem

PAGE = 50
LARGEST_PAGE = 200


def message_in_my_rooms(user: User, message_id: int) -> Message:
    """Raises Problem `not_found`, also for a message in a room of others."""
    mine = Message.objects.filter(room__memberships__user=user, room__memberships__left_at=None)
    message = mine.filter(pk=message_id).select_related("author").first()
    if message is None:
        raise Problem("not_found")
    return message


def history(
    room: Room, *, before: int | None = None, after: int | None = None, around: int | None = None, limit: int = PAGE
) -> payloads.History:
    """The newest page, or the one before, after or around a seq."""
    limit = min(limit, LARGEST_PAGE)
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
