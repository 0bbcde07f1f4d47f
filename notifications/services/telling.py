"""Tell people of messages: into their inboxes, to their devices. A job, for all messages that wait together.

A step is one transaction: it deletes the rows that say what is to be told (models/batch.py), stores what people are told, and
stores the jobs of pushes. A worker that is killed has told nobody of that step, or everybody. A step is short, however many people
messages concern: what would be too much waits for the next one, and people of one message who are many are told in parts.
"""

import time
from collections.abc import Collection, Sequence

from django.db import transaction

from core.jobs import queue
from core.jobs.declarations import Claim
from notifications.jobs import PRUNE, TELL
from notifications.models import Batch
from notifications.selectors import keywords
from notifications.services import changes, crowds, follows
from notifications.services.announcing import announce, announce_every, present
from notifications.services.candidates import Candidates, People, added, first_together
from notifications.services.edits import edits_in, texts_before
from notifications.services.receiving import GATHER_SECONDS
from notifications.services.retrying import due, seconds_until_next, tried

# Of batches and of messages, in a step: on SQLite nobody else writes meanwhile. Where messages concern nobody, a step takes as long for
# many of them as for one, so with fewer it would fall behind those who write hundreds in a second.
MOST_BATCHES, MOST_MESSAGES = 200, 300
# Of people, each counted once for a message; more only where one message alone concerns them.
MOST_PEOPLE = 500
# Of the texts that are looked through for keywords: a letter that many of them begin with takes some microseconds.
MOST_CHARACTERS = 100_000
# A run is short, so that a process which is told to stop need not leave it.
RUN_SECONDS = 3.0
PRUNE_SECONDS = 3600.0
# Also where nobody says that there is something to tell: whoever stored it was to wake the job after the commit, and may have failed.
LOOK_SECONDS = 60.0


def run(claim: Claim) -> None:
    """Handler of the job. What is committed a moment later is read, too: services/receiving.py."""
    time.sleep(GATHER_SECONDS)
    end = time.monotonic() + RUN_SECONDS
    steps = 0
    while step():
        steps += 1
        if time.monotonic() >= end:
            queue.enqueue(TELL, {}, key="more")
            break
    until_next = seconds_until_next()
    seconds = LOOK_SECONDS if until_next is None else min(until_next, LOOK_SECONDS)
    queue.enqueue_soonest(TELL, {}, key="again", delay=seconds)
    if steps:
        queue.enqueue(PRUNE, {}, key="next", delay=PRUNE_SECONDS)


def step() -> bool:
    """Tell people of the next messages, and then a part of one crowd: neither waits until all of the other are told.
    Whether there was anything that no other worker has."""
    has_told = _tell_next()
    return crowds.tell_part() or has_told


def _tell_next() -> bool:
    passed = 0
    while batches := _waiting_after(passed):
        chosen = Batch.objects.filter(pk__in=[batch.pk for batch in batches])
        if tried(chosen, lambda batches=batches: _tell(batches)):  # type: ignore[misc]
            return True
        passed = batches[-1].pk
    return False


def _waiting_after(passed: int) -> list[Batch]:
    """Those of one step. They are not locked: another worker may tell of them meanwhile."""
    free = list(due(Batch.objects.filter(pk__gt=passed))[:MOST_BATCHES])
    chosen: list[Batch] = []
    count = 0
    for batch in free:
        count += len(batch.messages)
        if chosen and (batch.tries or chosen[0].tries or count > MOST_MESSAGES):
            break
        chosen.append(batch)
    return chosen


def _tell(batches: Sequence[Batch]) -> bool:
    """Whether any of them was still there, and free."""
    numbers = [batch.pk for batch in batches]
    keyword, before = dict[int, set[int]](), dict[int, set[int]]()
    unread: set[int] = set()
    # Before the transaction: it takes a while with long texts, and rows would be locked meanwhile.
    if keywords.are_there():
        messages = present([message for batch in batches for message in batch.message_ids], with_texts=True)
        read = first_together(messages, {message.pk: message.text for message in messages}, MOST_CHARACTERS)
        unread = {message.pk for message in messages[len(read) :]}
        keyword = {**keywords.found_in(read)}
        before = {**keywords.people_of(texts_before(edits_in(batches)))}
    with transaction.atomic():
        locked = list(Batch.objects.select_for_update(skip_locked=True).filter(pk__in=numbers).order_by("pk"))
        _tell_locked(locked, keyword, before, unread)
    return bool(locked)


def _tell_locked(batches: Sequence[Batch], keyword: People, before: People, unread: Collection[int]) -> None:
    """`keyword`: the people of whom a message has a keyword now; `before`: of whom its text before an edit had one. `unread`: messages
    that nobody has looked through for them, and that wait for another step."""
    found = present([message for batch in batches for message in batch.message_ids if message not in unread])
    edited = edits_in(batches)
    # Who began the thread follows it from the first reply on, and is told of that.
    follows.follow_by_writing([message for message in found if message.pk not in edited])
    candidates = Candidates(found, added(keyword, before), edited)
    messages = first_together(found, candidates.people, MOST_PEOPLE)
    told, later = {message.pk for message in messages}, {*unread, *(message.pk for message in found[len(messages) :])}
    _leave(batches, later)
    changed = changes.whose_inbox(
        {message: edit for message, edit in edited.items() if message not in later}, {each.pk for each in found}
    )
    # Before anybody's own state is locked: whoever tells a part of a crowd locks that after the crowd.
    crowds.begin([*changed.many, *(each for each in candidates.many if each.message_id in told)])
    named = {message: people for message, people in candidates.named.items() if message in told}
    people = {message: some for message, some in candidates.people.items() if message in told}
    announce(messages, people, keyword, named, changed.people)
    announce_every([message for message in messages if message.pk not in edited])


def _leave(batches: Sequence[Batch], later: Collection[int]) -> None:
    """For another step. What is told now, is told no more."""
    left = {batch.pk: [message for message in batch.message_ids if message in later] for batch in batches}
    Batch.objects.filter(pk__in=[number for number, messages in left.items() if not messages]).delete()
    for batch in batches:
        if left[batch.pk]:
            batch.messages = left[batch.pk]
            batch.save(update_fields=["messages"])
