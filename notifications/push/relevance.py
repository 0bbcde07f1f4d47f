"""What people are to be told of in a room, when the job runs: its newest message that concerns them and that they have not read, and how
many there are. Reading it anywhere, marking it as done and leaving the room make a push needless, and so does whatever they have said
since: a mute, a level, quiet hours.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from chat.models import Membership, Message
from chat.selectors import unread
from chat.selectors.conditions import any_of
from core.db.clock import database_now
from notifications.deciding.decision import Facts, Kind, decide
from notifications.deciding.next_quiet import next_start
from notifications.models import InboxItem, PushSubscription
from notifications.push.telling import CrowdWork
from notifications.selectors.wishes import People, hidden

# Of a room whose every message somebody is told of: the newest message by somebody else is among so many, or there is none.
LOOKED_THROUGH = 50

Place = tuple[int, int]  # the ids of a room and a person


class Due(NamedTuple):
    """`number`: of messages, with those that were told before. `newest`: the newest that is news, numbered as the `since` of Work.
    `quiet_at`: when the person wants quiet next."""

    message: Message
    number: int
    newest: int
    quiet_at: datetime | None


def people_of(crowd: CrowdWork, most: int) -> list[int]:
    """The next of a crowd who have a device, in the order of their ids."""
    devices = PushSubscription.objects.live().filter(user=OuterRef("user"))
    there = InboxItem.objects.filter(
        Exists(devices),
        membership__room=crowd.room,
        membership__left_at=None,
        message__thread=crowd.thread,
        kind=crowd.kind,
        pk__gte=crowd.since,
        user__gt=crowd.after,
    )
    if crowd.upto is not None:
        there = there.filter(pk__lte=crowd.upto)
    return list(there.undone().order_by("user_id").values_list("user_id", flat=True).distinct()[:most])


def due_of_inboxes(since: Mapping[Place, int], upto: int | None = None) -> Mapping[Place, Due]:
    """Of what is in people's inboxes: the newest of the items from these ids on, up to `upto`. Whoever is not in it needs no push any
    more, though older ones are undone: they were told before, and only count. A few queries for all places."""
    if not since:
        return {}
    users = {user for _, user in since}
    there = InboxItem.objects.filter(
        user__in=users,
        membership__room__in={room for room, _ in since},
        membership__left_at=None,
        message__deleted_at=None,
    )
    columns = ("membership__room_id", "user_id", "author_id", "kind", "message__thread_id")
    is_news = _is_news(since, upto)
    counted = there.undone().order_by().values_list(*columns).annotate(number=Count("pk"))
    grouped = list(counted.annotate(news=Max("message_id", filter=is_news), newest=Max("pk", filter=is_news)))
    groups = [group for group in grouped if (group[0], group[1]) in since]
    unseen = hidden(users, {group[2] for group in groups})
    people = People({group[0] for group in groups}, users, {group[4] for group in groups if group[4] is not None})
    now = database_now()
    found: dict[Place, tuple[int, int, int]] = {}
    for room, user, author, kind, thread, number, message, item in groups:
        if (user, author) in unseen or (room, user) not in people.standings:
            continue
        decision = decide(_facts(kind, thread), people.wishes(room, user, thread), now)
        if decision and decision.disturbs:
            before = found.get((room, user), (0, 0, 0))
            found[room, user] = max(before[0], message or 0), before[1] + number, max(before[2], item or 0)
    messages = _messages().in_bulk({message for message, _, _ in found.values()})
    return {
        place: Due(messages[message], number, item, _quiet_at(people, place, now))
        for place, (message, number, item) in found.items()
        if message in messages
    }


def _is_news(since: Mapping[Place, int], upto: int | None) -> Q:
    users: dict[tuple[int, int], list[int]] = defaultdict(list)
    for (room, user), first in since.items():
        users[room, first].append(user)
    places = (Q(membership__room=room, pk__gte=first, user__in=some) for (room, first), some in users.items())
    return any_of(places) & (Q() if upto is None else Q(pk__lte=upto))


def due_of_rooms(since: Mapping[Place, int]) -> Mapping[Place, Due]:
    """Of every message of these rooms. Some queries for each room."""
    rooms: dict[int, dict[int, int]] = defaultdict(dict)
    for (room, user), first in since.items():
        rooms[room][user] = first
    found: dict[Place, Due] = {}
    for room, users in rooms.items():
        found.update(due_of_every_message(room, users, min(users.values()) - 1))
    return found


def due_of_every_message(
    room_id: int, user_ids: Collection[int], since: int = 0, upto: int | None = None
) -> Mapping[Place, Due]:
    """Of all that others have written there after `since`, up to `upto`, and of which people are told in no other way."""
    behind = Membership.objects.current().filter(room=room_id, user__in=user_ids).annotate(counted=unread.unread())
    waiting = list(behind.values_list("user_id", "last_read_seq", "counted"))
    written = _messages().filter(room=room_id, deleted_at=None, thread=None, seq__gt=since)
    newest = list((written.filter(seq__lte=upto) if upto else written).order_by("-seq")[:LOOKED_THROUGH])
    unseen = hidden(user_ids, {message.author_id for message in newest})
    otherwise = InboxItem.objects.filter(user__in=user_ids, message__in=newest).values_list("user_id", "message_id")
    told, people, now = set(otherwise), People([room_id], user_ids, []), database_now()
    found: dict[Place, Due] = {}
    for user, read, number in waiting:
        if not number or (room_id, user) not in people.standings:
            continue
        shown = (each for each in newest if each.author_id != user and (user, each.author_id) not in unseen)
        message = next(shown, None)
        if message is None or message.seq <= read or (user, message.pk) in told:
            continue
        if _is_plain(message, user, people, now):
            found[room_id, user] = Due(message, number, message.seq, _quiet_at(people, (room_id, user), now))
    return found


def _facts(kind: Kind, thread: int | None) -> Facts:
    """As they were for an item of that kind."""
    return Facts(
        is_direct=kind == "direct",
        is_mentioned=kind == "mention",
        is_here=kind == "here",
        is_in_thread=thread is not None,
        has_keyword=kind == "keyword",
    )


def _is_plain(message: Message, user: int, people: People, now: datetime) -> bool:
    """Whether the person is told of it because they want to hear of every message."""
    facts = Facts(
        is_direct=message.room.is_direct,
        is_mentioned=user in (message.mentions or ()),
        is_here=message.mentions_here,
    )
    decision = decide(facts, people.wishes(message.room_id, user, None), now)
    return decision is not None and decision.kind == "message" and decision.disturbs


def _quiet_at(people: People, place: Place, now: datetime) -> datetime | None:
    wishes = people.wishes(*place, None)
    return next_start(wishes.quiet, now, wishes.time_zone)


def _messages() -> QuerySet[Message]:
    return Message.objects.select_related("author", "room")
