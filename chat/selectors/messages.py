"""Messages of a room: its history, threads and pins.

`seq` has no gaps. So every page of history is one index range, and its numbers tell whether there are messages before
and after it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Left

from accounts.models import User
from accounts.payloads import User as ShownUser
from chat import payloads
from chat.models import EarlierText, Message, Room
from chat.payloads.latest import TEXT_SHOWN
from core.answer_size import Budget, batches, in_steps
from core.problems import Problem

PAGE = 50
LARGEST_PAGE = 200
# Messages compared in one query while a time is searched.
PROBES = 64


def history(
    room: Room,
    *,
    before: int | None = None,
    after: int | None = None,
    around: int | None = None,
    at: datetime | None = None,
    limit: int = PAGE,
) -> payloads.History:
    """One page of a room's history, ascending by seq: the newest page, or the page before, after or around a seq.
    `at`: the page around the first message from that moment on."""
    limit = min(limit, LARGEST_PAGE)
    if at is not None:
        around = _first_since(room, at)
    first, last = _page(room.last_seq, before, after, around, limit)
    page = _fitting(room, _by_worth(first, last, after, around))
    if page:
        first, last = page[0].seq, page[-1].seq
    return payloads.History(page, has_before=first > 1, has_after=last < room.last_seq)


def _page(newest: int, before: int | None, after: int | None, around: int | None, limit: int) -> tuple[int, int]:
    """The first and last seq of a page; empty when the last is below the first."""
    if after is not None:
        return after + 1, min(after + limit, newest)
    if around is not None:
        before = max(around + limit // 2, limit) + 1
    last = newest if before is None else min(before - 1, newest)
    return max(last - limit + 1, 1), last


def _by_worth(first: int, last: int, after: int | None, around: int | None) -> Sequence[int]:
    """The seqs of a page, the most wanted first. Any number of them from the start has no gap and contains the
    message at which the client reads on."""
    if after is not None:
        return range(first, last + 1)
    seqs = range(last, first - 1, -1)
    return seqs if around is None else sorted(seqs, key=lambda seq: abs(seq - around))


def _fitting(room: Room, seqs: Sequence[int]) -> list[payloads.Message]:
    """Messages with these seqs, as many as one answer holds, ascending by seq."""
    budget, page = Budget(), list[payloads.Message]()
    for some in batches(seqs):
        found = {message.seq: message for message in _with_seqs(room, some)}
        shapes = [payloads.Message.of(found[seq]) for seq in some if seq in found]
        fit = budget.fitting(shapes)
        page += fit
        if len(fit) < len(shapes):
            break
    return sorted(page, key=lambda message: message.seq)


def _with_seqs(room: Room, seqs: Sequence[int]) -> QuerySet[Message]:
    first, last = min(seqs), max(seqs)
    messages = Message.objects.filter(room=room, seq__gte=first, seq__lte=last).select_related("author")
    messages = messages if last - first < len(seqs) else messages.filter(seq__in=seqs)
    # Every room has old messages, so PostgreSQL expects a thousand times more of them in one, and would read all people.
    return messages.order_by("seq")[: len(seqs)]


def _first_since(room: Room, moment: datetime) -> int:
    """The seq of the first message from a moment on; last_seq + 1 when there is none.

    Times ascend as seq does, because both are given under the room's lock. So sends need not maintain an index of
    times. One query compares 64 messages at equal distances, and the next one searches between two of them: four
    queries for a room of ten million messages.
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
    budget = Budget()
    budget.take(shape := payloads.Message.of(root))
    replies = root.in_thread.select_related("author")
    if after is not None:
        page, has_after = _replies(replies.filter(seq__gt=after).order_by("seq"), limit, budget)
        has_before = replies.filter(seq__lte=after).exists()
    else:
        older = replies.filter(seq__lt=before) if before is not None else replies
        page, has_before = _replies(older.order_by("-seq"), limit, budget)
        page.reverse()
        has_after = before is not None and replies.filter(seq__gte=before).exists()
    return payloads.Thread(root=shape, messages=page, has_before=has_before, has_after=has_after)


def _replies(replies: QuerySet[Message], limit: int, budget: Budget) -> tuple[list[payloads.Message], bool]:
    """The first replies that fit, and whether there are more."""
    page: list[payloads.Message] = []
    for reply in in_steps(replies, limit + 1):
        shape = payloads.Message.of(reply)
        if len(page) == limit or not budget.take(shape):
            return page, True
        page.append(shape)
    return page, False


def latest_messages(by: User, room_ids: Collection[int]) -> QuerySet[Message]:
    """The newest message of each of these rooms that the user is in, also a deleted one. `beginning`: of its text, which
    is not loaded."""
    mine = Room.objects.for_member(by).filter(pk__in=room_ids)
    newest = Message.objects.filter(room__in=mine, seq=F("room__last_seq")).select_related("author")
    shown = newest.annotate(beginning=Left("text", TEXT_SHOWN)).order_by("room_id")
    return shown.only(
        "room_id", "seq", "rev", "created_at", "deleted_at", *(f"author__{name}" for name in ShownUser.COLUMNS)
    )


def messages_at(by: User, places: Mapping[int, Collection[int]]) -> QuerySet[Message]:
    """The messages with these seqs by room id, of rooms that the user is in, with their authors; without deleted ones."""
    if not places:
        return Message.objects.none()
    there = Q(*(Q(room=room, seq__in=seqs) for room, seqs in places.items()), _connector=Q.OR)
    mine = Message.objects.filter(room__memberships__user=by, room__memberships__left_at=None, deleted_at=None)
    return mine.filter(there).select_related("author")


def first_lines_at(by: User, places: Mapping[int, Collection[int]]) -> QuerySet[Message]:
    """As `messages_at`, without their texts. `beginning`: of the text, TEXT_SHOWN characters."""
    shown = messages_at(by, places).annotate(beginning=Left("text", TEXT_SHOWN))
    return shown.only("room_id", "seq", "files", *(f"author__{name}" for name in ShownUser.COLUMNS))


def pins_of(room: Room) -> QuerySet[Message]:
    """The pinned messages, newest pin first."""
    pinned = room.messages.filter(pinned_at__isnull=False)
    return pinned.select_related("author").order_by("-pinned_at", "-seq")


def edits_of(message: Message) -> QuerySet[EarlierText]:
    """Earlier texts of a message, the oldest first. Raises Problem `not_found` for a deleted message."""
    if message.is_deleted:
        raise Problem("not_found")
    return message.earlier_texts.all()
