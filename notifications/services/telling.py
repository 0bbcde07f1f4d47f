"""Tell people of messages: into their inboxes, to their devices. A job, for all messages that wait together.

A step is one transaction: it deletes the rows that say what is to be told (models/batch.py), stores what people are told, and
stores the jobs of pushes. A worker that is killed has told nobody of that step, or everybody.
"""

import time
from collections.abc import Sequence

from django.db import transaction

from core.jobs import queue
from core.jobs.declarations import Claim
from notifications.jobs import PRUNE, TELL
from notifications.models import Batch
from notifications.selectors import keywords
from notifications.services import crowds, follows
from notifications.services.announcing import announce, announce_every, present
from notifications.services.candidates import Candidates, People
from notifications.services.receiving import GATHER_SECONDS
from notifications.services.retrying import due, seconds_until_next, tried

# Of batches and of messages, in a step: on SQLite nobody else writes meanwhile.
MOST_BATCHES, MOST_MESSAGES = 50, 50
# A run is short, so that a process which is told to stop need not leave it.
RUN_SECONDS = 3.0
PRUNE_SECONDS = 3600.0


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
    if (seconds := seconds_until_next()) is not None:
        queue.enqueue_soonest(TELL, {}, key="again", delay=seconds)
    if steps:
        queue.enqueue(PRUNE, {}, key="next", delay=PRUNE_SECONDS)


def step() -> bool:
    """Tell people of the next messages, and then a part of one large room: neither waits until all of the other are told.
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
    keyword: People = {}
    # Before the transaction: it takes a while with long texts, and rows would be locked meanwhile.
    if keywords.are_there():
        keyword = keywords.found_in(present([message for batch in batches for message in batch.message_ids]))
    with transaction.atomic():
        locked = list(Batch.objects.select_for_update(skip_locked=True).filter(pk__in=numbers).order_by("pk"))
        Batch.objects.filter(pk__in=[batch.pk for batch in locked]).delete()
        _tell_locked(locked, keyword)
    return bool(locked)


def _tell_locked(batches: Sequence[Batch], keyword: People) -> None:
    messages = present([message for batch in batches for message in batch.message_ids])
    if not messages:
        return
    new = {message for batch in batches if not batch.is_edit for message in batch.message_ids}
    # Before anybody's own state is locked: whoever tells a part of a crowd locks that after the crowd.
    crowds.begin(messages)
    follows.follow_by_writing([message for message in messages if message.pk in new])
    announce(messages, Candidates(messages, keyword).people, keyword, {message.pk for message in messages} - new)
    announce_every([message for message in messages if message.pk in new])
