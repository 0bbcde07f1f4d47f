"""Tell people of messages: into their inboxes, to their devices. A job, for all messages that wait together.

A step is one transaction: it deletes the rows that say what is to be told (models/batch.py), stores what people are told, and
stores the jobs of pushes. A worker that is killed has told nobody of that step, or everybody.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from django.db import InterfaceError, OperationalError, transaction

from chat.models import Message
from core.db.clock import database_now
from core.jobs import queue
from core.jobs.declarations import Claim
from core.jobs.execution import described
from notifications import own_changes
from notifications.deciding.decision import Decision, Facts, Kind, decide
from notifications.jobs import PRUNE, TELL
from notifications.models import Batch
from notifications.push import telling as pushes
from notifications.selectors import wishes
from notifications.services import follows, items, letters
from notifications.services.candidates import Candidates, People, is_to_crowd
from notifications.services.receiving import GATHER_SECONDS

logger = logging.getLogger(__name__)

# Of batches and of messages, in a step: on SQLite nobody else writes meanwhile.
MOST_BATCHES, MOST_MESSAGES = 50, 50
# Members of a large room, in a step.
MOST_TOGETHER = 250
# A run is short, so that a process which is told to stop need not leave it.
RUN_SECONDS = 3.0
# So long somebody may read a message where they are, before their device tells of it.
GRACE_SECONDS = 3.0
PRUNE_SECONDS = 3600.0


class Told(NamedTuple):
    message: Message
    user: int
    membership_id: int
    decision: Decision


def run(claim: Claim) -> None:
    """Handler of the job. What is committed a moment later is read, too: services/receiving.py."""
    time.sleep(GATHER_SECONDS)
    end = time.monotonic() + RUN_SECONDS
    steps = 0
    while _step_surely():
        steps += 1
        if time.monotonic() >= end:
            queue.enqueue(TELL, {}, key="more")
            break
    if steps:
        queue.enqueue(PRUNE, {}, key="next", delay=PRUNE_SECONDS)


def _step_surely() -> bool:
    """As `step`. Messages of which nobody can be told hold up no others for good: their row goes, and the log says so."""
    try:
        return step()
    except (OperationalError, InterfaceError):
        raise  # the database is away, or another transaction was in the way
    except Exception as error:
        logger.error("people could not be told of some messages, and now each is tried alone: %s", described(error))
    return _step_alone()


def _step_alone() -> bool:
    try:
        return step(most=1)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        with transaction.atomic():
            if batches := _next_batches(1):
                logger.error("nobody was told of the messages %s: %s", batches[0].messages, described(error))
                batches[0].delete()
    return True


@transaction.atomic
def step(most: int = MOST_BATCHES) -> bool:
    """Tell people of the next messages. Whether there were any that no other worker has."""
    batches = _next_batches(most)
    if not batches:
        return False
    if batches[0].after is not None:
        _tell_part(batches[0], batches[0].after)
        return True
    messages = _messages([pk for batch in batches for pk in batch.messages])
    Batch.objects.filter(pk__in=[batch.pk for batch in batches]).delete()
    follows.follow_by_writing([message for message in messages if message.edited_at is None])
    candidates = Candidates(messages)
    _tell(messages, candidates.people, candidates.keyword)
    Batch.objects.bulk_create(Batch(messages=[message.pk], after=0) for message in messages if is_to_crowd(message))
    return True


def _next_batches(most: int) -> list[Batch]:
    """Those of one step, locked: one that tells a part of a large room, or some that do not."""
    free = list(Batch.objects.select_for_update(skip_locked=True).order_by("pk")[:most])
    if free and free[0].after is not None:
        return free[:1]
    chosen: list[Batch] = []
    count = 0
    for batch in free:
        count += len(batch.messages)
        if batch.after is not None or (chosen and count > MOST_MESSAGES):
            break
        chosen.append(batch)
    return chosen


def _tell_part(batch: Batch, after: int) -> None:
    """Tell the next members of a large room."""
    messages = _messages(batch.messages)
    users = [user for each in messages[:1] for user in wishes.members_after(each.room_id, after, MOST_TOGETHER)]
    if len(users) < MOST_TOGETHER:
        batch.delete()
    else:
        batch.after = users[-1]
        batch.save(update_fields=["after"])
    _tell(messages, {message.pk: set(users) - {message.author_id} for message in messages}, {})


def _messages(ids: Collection[int]) -> list[Message]:
    present = Message.objects.filter(pk__in=ids, deleted_at=None)
    return list(present.select_related("author", "room").order_by("pk"))


def _tell(messages: Sequence[Message], people: People, keyword: People) -> None:
    edited = [message for message in messages if message.edited_at is not None]
    changed = items.forget_unmentioned(edited)
    told = list(_decided(messages, people, keyword))
    kept = [each for each in told if each.decision.is_kept]
    new = items.store([items.NewItem(each.user, each.membership_id, each.message, each.decision.kind) for each in kept])
    fresh = [each for each in kept if (each.user, each.message.pk) in new]
    own_changes.tell(changed | {user for user, _ in new}, _disturbing(fresh))
    letters.watch(sorted({each.user for each in fresh if each.decision.kind in letters.MAILED}))
    _push(fresh)
    _push_every(messages)


def _decided(messages: Sequence[Message], people: People, keyword: People) -> Iterator[Told]:
    users = {user for some in people.values() for user in some}
    if not users:
        return
    rooms = {message.room_id for message in messages}
    threads = {message.thread_id for message in messages if message.thread_id is not None}
    wanted = wishes.People(rooms, users, threads)
    hidden = wishes.hidden(users, {message.author_id for message in messages})
    now = database_now()
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
            decision = decide(facts, wanted.wishes(message.room_id, user, message.thread_id), now)
            # An edit tells of what it names. That it was written is no news.
            if decision and (message.edited_at is None or decision.is_kept):
                yield Told(message, user, standing.membership_id, decision)


def _disturbing(told: Sequence[Told]) -> dict[int, list[int]]:
    """Messages by person."""
    found: dict[int, list[int]] = defaultdict(list)
    for each in told:
        if each.decision.disturbs:
            found[each.user].append(each.message.pk)
    return found


def _push(told: Sequence[Told]) -> None:
    disturbed = [each for each in told if each.decision.disturbs]
    if not disturbed:
        return
    reachable = wishes.reachable({each.user for each in disturbed})
    users: dict[tuple[int, Kind], set[int]] = defaultdict(set)
    for each in disturbed:
        if each.user in reachable:
            users[each.message.room_id, each.decision.kind].add(each.user)
    if users:
        pushes.tell([pushes.Notice(*place, some, GRACE_SECONDS) for place, some in users.items()])


def _push_every(messages: Sequence[Message]) -> None:
    """To those who want to hear of every message of a room. Whom that is, is decided when their pushes go out."""
    first: dict[int, int] = {}
    for message in messages:
        if message.thread_id is None and message.edited_at is None and not message.room.is_direct:
            first[message.room_id] = min(message.seq - 1, first.get(message.room_id, message.seq))
    listened = wishes.rooms_with_listeners(first)
    pushes.tell_rooms({room: since for room, since in first.items() if room in listened}, GRACE_SECONDS)
