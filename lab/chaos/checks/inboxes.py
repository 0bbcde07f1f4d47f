"""Check that everybody has exactly one item of each message that they must have been told of, that what was read or
marked is done, and that the items, the calls, the rooms and the devices count the same."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lab.chaos.checks.anomalies import Anomaly, Violation, Violations
from lab.chaos.checks.history import Acknowledged, Diary
from lab.chaos.inboxes.entries import MOST_COUNTED, Badge
from lab.chaos.inboxes.expected import Attention, changes_of, is_sure, is_undone, reasons, visible
from lab.chaos.inboxes.marks import Marks, marks_of
from lab.chaos.inboxes.stored import Item, Post, Stored


@dataclass(frozen=True)
class Listed:
    """An item as the inbox lists it."""

    id: int
    message: int
    kind: str
    done: bool


@dataclass(frozen=True)
class Counts:
    """Of a room."""

    unread: int
    mentions: int


@dataclass(frozen=True)
class Answer:
    """What one person is answered in the end."""

    user: int
    listed: Sequence[Listed]
    """All pages, as they come."""
    on_pages: Sequence[int]
    """The count that each page has."""
    unread: int
    in_rooms: Mapping[int, int]
    """Of `unread`, by room."""
    rooms: Mapping[int, Counts]


def violations(diaries: Sequence[Diary], stored: Stored, answers: Sequence[Answer]) -> Violations:
    yield from _promises(diaries, stored)
    yield from _inventions(stored)
    attention, changes = Attention(diaries, stored), changes_of(diaries)
    for answer in answers:
        yield from _list(answer, stored)
        yield from _counts(answer, stored)
        yield from _done(answer, marks_of(answer.user, diaries), attention, changes, stored)
    yield from badges(diaries, stored)


def badges(diaries: Sequence[Diary], stored: Stored) -> Violations:
    """What each device shows in the end."""
    counts: dict[int, int] = {}
    for diary in diaries:
        badge = next((entry for entry in reversed(diary.entries) if isinstance(entry, Badge)), None)
        if diary.user not in counts:
            counts[diary.user] = len(_undone(diary.user, stored))
        count = min(counts[diary.user], MOST_COUNTED)
        shown = None if badge is None else min(badge.unread, MOST_COUNTED)
        if shown != count:
            yield Violation(Anomaly.UNOBSERVED, 0, f"a device shows {shown} unread instead of {count}", diary.user)


def _promises(diaries: Sequence[Diary], stored: Stored) -> Violations:
    """Whoever listened is told of each acknowledged message that calls them, in the right way."""
    attention = Attention(diaries, stored)
    kinds = {(item.user, item.message): item.kind for user in _users(diaries) for item, _ in visible(user, stored)}
    acknowledged = {e.message for diary in diaries for e in diary.entries if isinstance(e, Acknowledged)}
    for post in map(stored.posts.get, sorted(acknowledged)):
        for user in _users(diaries) if post else ():
            assert post is not None
            kind = next(reasons(user, post, stored), None)
            if kind is None or not is_sure(user, post, kind, stored) or not attention.listens(user, post.room):
                continue
            if (had := kinds.get((user, post.id))) != kind:
                what = f"is there as {had!r}" if had else "has no item"
                anomaly = Anomaly.UNOBSERVED if had else Anomaly.LOST_WRITE
                yield Violation(anomaly, post.room, f"the {kind} in {post.seq} {what}", user)


def _inventions(stored: Stored) -> Violations:
    for (user, message), times in Counter((item.user, item.message) for item in stored.items).items():
        if times > 1:
            yield Violation(Anomaly.DOUBLED, stored.posts[message].room, f"{message} has {times} items", user)
    for user in sorted({item.user for item in stored.items}):
        for item, post in visible(user, stored):
            if item.kind not in reasons(user, post, stored):
                yield Violation(Anomaly.FOREIGN, post.room, f"{post.seq} is in the inbox as {item.kind}", user)


def _list(answer: Answer, stored: Stored) -> Violations:
    """The pages have the rows, each once, the newest first."""
    user, ids = answer.user, [each.id for each in answer.listed]
    if len(set(ids)) < len(ids):
        yield Violation(Anomaly.DOUBLED, 0, "the inbox lists an item twice", user)
    if ids != sorted(ids, reverse=True):
        yield Violation(Anomaly.NON_MONOTONIC, 0, "the inbox is not listed from the newest to the oldest item", user)
    rows = {item.id: _as_listed(item, post, stored) for item, post in visible(user, stored)}
    listed = {each.id: each for each in answer.listed}
    for number in rows.keys() - listed.keys():
        yield Violation(Anomaly.UNOBSERVED, 0, f"the item {number} is not listed", user)
    for number in listed.keys() - rows.keys():
        yield Violation(Anomaly.FOREIGN, 0, f"the item {number} is listed and should not be", user)
    for number in sorted(rows.keys() & listed.keys()):
        if rows[number] != listed[number]:
            yield Violation(Anomaly.UNOBSERVED, 0, f"listed is {listed[number]} instead of {rows[number]}", user)


def _counts(answer: Answer, stored: Stored) -> Violations:
    user = answer.user
    in_rooms = Counter(post.room for _, post in _undone(user, stored))
    for told, where in (*((count, "a page says") for count in answer.on_pages), (answer.unread, "the count says")):
        if told != in_rooms.total():
            what = f"{where} {told} unread instead of {in_rooms.total()}"
            yield Violation(Anomaly.UNOBSERVED, 0, what, user)
    for room in sorted(in_rooms.keys() | answer.in_rooms.keys()):
        if (told := answer.in_rooms.get(room, 0)) != in_rooms[room]:
            yield Violation(Anomaly.UNOBSERVED, room, f"{told} unread in the inbox instead of {in_rooms[room]}", user)
    for room in sorted({room for person, room in stored.markers if person == user}):
        counts = _counts_of_room(user, room, stored)
        if (said := answer.rooms.get(room)) != counts:
            yield Violation(Anomaly.UNOBSERVED, room, f"the room has {said} instead of {counts}", user)


def _counts_of_room(user: int, room: int, stored: Stored) -> Counts:
    read = stored.markers[user, room].seq
    unread = [
        post
        for post in stored.posts.values()
        if post.room == room and post.seq > read and post.author != user and not post.deleted
    ]
    return Counts(len(unread), sum(user in post.mentions or post.mentions_here for post in unread))


def _done(answer: Answer, marks: Marks, attention: Attention, changes: Mapping[str, int], stored: Stored) -> Violations:
    """What was read or marked is so, by what the server acknowledged."""
    user = answer.user
    done = {each.id: each.done for each in answer.listed}
    for item, post in visible(user, stored):
        if item.id not in done or not attention.stays(user, post.room):
            continue
        is_read = post.thread is None and post.seq <= marks.read.get(post.room, 0)
        mark, is_acknowledged = marks.last.get(item.id, (None, False))
        # An edit may have taken the item away for the time in which it was to be marked.
        counts = is_acknowledged and changes.get(post.nonce, 0) < 2
        must_be_done = (is_read and item.id not in marks.ever_undone) or (counts and mark is True)
        is_passed = post.thread is None and post.seq <= stored.markers[user, post.room].seq
        must_be_undone = not is_passed and ((counts and mark is False) or not marks.may_be_marked(item.id))
        if must_be_done and not done[item.id]:
            yield Violation(Anomaly.LOST_WRITE, post.room, f"{post.seq} was read or marked and is not done", user)
        elif must_be_undone and done[item.id]:
            yield Violation(Anomaly.LOST_WRITE, post.room, f"{post.seq} is done, and nobody read or marked it", user)


def _as_listed(item: Item, post: Post, stored: Stored) -> Listed:
    done = not is_undone(item, post, stored.markers[item.user, post.room])
    return Listed(item.id, item.message, item.kind, done)


def _undone(user: int, stored: Stored) -> list[tuple[Item, Post]]:
    return [
        (item, post) for item, post in visible(user, stored) if is_undone(item, post, stored.markers[user, post.room])
    ]


def _users(diaries: Sequence[Diary]) -> list[int]:
    return sorted({diary.user for diary in diaries})
