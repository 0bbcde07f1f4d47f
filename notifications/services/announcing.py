"""Store what people are told of messages: what is in their inboxes, and the jobs of pushes. In the caller's transaction."""

import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Prefetch

from chat.models import Message, Room
from core.db.clock import database_now
from core.errors import described
from notifications import own_changes
from notifications.deciding.decision import Decision, Facts, Kind, decide
from notifications.push import telling as pushes
from notifications.selectors import wishes
from notifications.services import items, letters
from notifications.services.candidates import People

logger = logging.getLogger(__name__)

# So long somebody may read a message where they are, before their device tells of it.
GRACE_SECONDS = 3.0
# Hundreds of messages in a second concern nobody. To read all that they and their authors are would cost as much as storing them.
FACTS = ("room_id", "seq", "author_id", "thread_id", "mentions", "mentions_here", "created_at")
TEXTS = ("text",)
ROOM_FACTS = ("kind", "member_count")


class Told(NamedTuple):
    message: Message
    user: int
    membership_id: int
    decision: Decision


def present(ids: Collection[int], *, with_texts: bool = False) -> list[Message]:
    """Those of these messages that are not deleted, with what says whom they may concern."""
    columns = FACTS + TEXTS if with_texts else FACTS
    found = Message.objects.filter(pk__in=ids, deleted_at=None).only(*columns)
    return list(found.prefetch_related(Prefetch("room", Room.objects.only(*ROOM_FACTS))).order_by("pk"))


def announce(
    messages: Sequence[Message],
    people: People,
    keyword: People | None = None,
    named: People | None = None,
    changed: Collection[int] = (),
    is_part: bool = False,
) -> None:
    """Tell these people, by message id, as far as they want it. `keyword`: those who have one in the message. `named`: of messages that
    were edited, the people who may be told of them newly. `changed`: those whose inbox has changed otherwise. `is_part`: others
    are told of the same messages apart."""
    edited = named or {}
    kept = [each for each in _decided(messages, people, keyword or {}) if each.decision.is_kept]
    kinds = {(each.user, each.message.pk): each.decision.kind for each in kept if each.message.pk in edited}
    others = items.change_kinds([message for message in messages if message.pk in edited], kinds)
    newly = [each for each in kept if each.message.pk not in edited or each.user in edited[each.message.pk]]
    new = items.store(
        [items.NewItem(each.user, each.membership_id, each.message, each.decision.kind) for each in newly]
    )
    fresh = [each for each in newly if (each.user, each.message.pk) in new]
    # Of all of them at once: they are locked in one order.
    own_changes.tell({*changed, *others, *(user for user, _ in new)}, _disturbing(fresh))
    mailed = {each.user for each in fresh if each.decision.kind in letters.MAILED}
    # By an edit, or by being restored, something may be missed that was not when it was last looked at whether a letter is due.
    mailed |= {user for (user, _), kind in kinds.items() if kind in letters.MAILED and user in others}
    letters.watch(sorted(mailed.union(changed)))
    _push(fresh, new, is_part)


def announce_every(messages: Sequence[Message]) -> None:
    """New messages, to those who want to hear of every one in their room. Whom that is, is decided when their pushes go out."""
    first: dict[int, int] = {}
    for message in messages:
        # Of a call to everybody they hear as all others do: in a large room, a second round would find nobody.
        if message.thread_id is None and not message.room.is_direct and not message.mentions_here:
            first[message.room_id] = min(message.seq - 1, first.get(message.room_id, message.seq))
    listened = wishes.rooms_with_listeners(first)
    pushes.tell_rooms({room: since for room, since in first.items() if room in listened}, GRACE_SECONDS)


def _decided(messages: Sequence[Message], people: People, keyword: People) -> Iterator[Told]:
    users = {user for some in people.values() for user in some}
    if not users:
        return
    rooms = {message.room_id for message in messages}
    threads = {message.thread_id for message in messages if message.thread_id is not None}
    wanted = wishes.People(rooms, users, threads)
    hidden = wishes.hidden(users, {message.author_id for message in messages})
    now = database_now()
    failures: Counter[str] = Counter()
    for message in messages:
        mentioned, worded = set(message.mentions or ()), keyword.get(message.pk, ())
        for user in people.get(message.pk, ()):
            standing = wanted.standings.get((message.room_id, user))
            if standing is None:
                continue
            facts = Facts(
                is_own=user == message.author_id,
                is_hidden=(user, message.author_id) in hidden,
                is_direct=message.room.is_direct,
                is_mentioned=user in mentioned,
                is_here=message.mentions_here,
                is_in_thread=message.thread_id is not None,
                has_keyword=user in worded,
            )
            try:
                decision = decide(facts, wanted.wishes(message.room_id, user, message.thread_id), now)
            except Exception as error:
                # What is odd about one person keeps nobody else from being told.
                failures[described(error)] += 1
                continue
            if decision:
                yield Told(message, user, standing.membership_id, decision)
    if failures:
        logger.error("people were told nothing, because of what is stored of them: %s", _counted(failures))


def _counted(failures: Mapping[str, int]) -> str:
    return ", ".join(f"{number}: {error}" for error, number in sorted(failures.items()))


def _disturbing(told: Sequence[Told]) -> dict[int, list[int]]:
    """Messages by person."""
    found: dict[int, list[int]] = defaultdict(list)
    for each in told:
        if each.decision.disturbs:
            found[each.user].append(each.message.pk)
    return found


def _push(told: Sequence[Told], stored: Mapping[tuple[int, int], int], is_part: bool) -> None:
    """`stored`: the ids of the new items, by person and message."""
    disturbed = [each for each in told if each.decision.disturbs]
    if not disturbed:
        return
    reachable = wishes.reachable({each.user for each in disturbed})
    found: dict[tuple[int, Kind, int | None], dict[int, int]] = defaultdict(dict)
    for each in disturbed:
        if each.user in reachable:
            message, item = each.message, stored[each.user, each.message.pk]
            items = found[message.room_id, each.decision.kind, message.thread_id]
            items[each.user] = min(item, items.get(each.user, item))
    if found:
        notices = [
            pushes.Notice(room, kind, items, thread, is_part, GRACE_SECONDS)
            for (room, kind, thread), items in found.items()
        ]
        pushes.tell(notices)
