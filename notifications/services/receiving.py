"""Note new and changed messages for the job that tells people of them: one row for a batch of messages, none for a batch that
concerns nobody. Receivers of chat's signals, in the transaction of the batch."""

import json
import logging
import time
from collections.abc import Collection, Iterable
from uuid import uuid4

from django.db import connection

from chat.models import Message
from chat.models.message import Before
from core.answer_size import batches
from core.db.commits import after_commit
from core.errors import described
from core.jobs import queue
from notifications.jobs import TELL
from notifications.selectors.wishes import is_anybody_listening

logger = logging.getLogger(__name__)

# For so long a process believes what it has read of whether anybody listens to messages that name nobody. After that it takes
# somebody for listening, and reads again after the commit: no query is made while rooms are locked.
BELIEVED_SECONDS = 2.0
# A job gathers for a moment before it reads, so for a little less a process need not store another one.
GATHER_SECONDS = 0.25
EVERY_SECONDS = 0.2
# Messages in one row: what a step of the job tells together.
MOST_IN_ROW = 50
# A job of another process may be claimed and have read already.
_process = uuid4().hex[:8]


class _Beliefs:
    listening = True
    listening_until = 0.0
    wake_at = 0.0


def note_stored(*, messages: Iterable[Message], **_: object) -> None:
    worth = [message.pk for message in messages if _is_worth_it(message)]
    if worth:
        note(worth)


def note_changed(*, messages: Iterable[Message], fields: Collection[str], **_: object) -> None:
    """An edit may mention somebody else; of what is deleted or restored, inboxes count otherwise."""
    for message in messages:
        if "text" in fields and message.before is not None:
            note([message.pk], before=_row_of(message.before, message))
    if "deleted_at" in fields:
        note([message.pk for message in messages], is_edit=True)


def note(message_ids: Collection[int], *, is_edit: bool = False, before: object = None) -> None:
    """In the caller's transaction. `before`: of one message that was edited (Batch.before)."""
    if message_ids:
        said = None if before is None else json.dumps(before)
        is_edit = is_edit or before is not None
        rows = [(json.dumps(some), is_edit, said) for some in batches(sorted(message_ids), MOST_IN_ROW)]
        places = ", ".join(["(%s, %s, %s)"] * len(rows))
        values = [value for row in rows for value in row]
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO notifications_batch (messages, is_edit, before) VALUES {places}", values)  # noqa: S608 (places)
        # After the commit: a job of this key that another thread is storing would be waited for with rooms locked.
        after_commit(_wake)


def believe(is_anybody_listening: bool | None) -> None:
    """None: it is not known."""
    _Beliefs.listening = is_anybody_listening is not False
    _Beliefs.listening_until = 0.0 if is_anybody_listening is None else time.monotonic() + BELIEVED_SECONDS


def _row_of(before: Before, message: Message) -> object:
    here = before.mentions_here
    toggles = message.mentions_here != here
    return {"mentions": sorted(before.mentions), "here": here, "text": before.text, "toggles_here": toggles}


def _is_worth_it(message: Message) -> bool:
    """Whether it may concern anybody. Without a query."""
    if message.mentions or message.mentions_here or message.thread_id is not None or message.room.is_direct:
        return True
    if time.monotonic() < _Beliefs.listening_until:
        return _Beliefs.listening
    after_commit(_look)
    return True


def _look() -> None:
    if time.monotonic() >= _Beliefs.listening_until:
        believe(is_anybody_listening())


def _wake() -> None:
    """The job that runs after this reads what was committed until GATHER_SECONDS after it was stored."""
    now = time.monotonic()
    if now < _Beliefs.wake_at:
        return
    _Beliefs.wake_at = now + EVERY_SECONDS
    try:
        queue.enqueue(TELL, {}, key=_process)
    except Exception as error:
        # The next message tries again, and where none comes, the job looks by itself (LOOK_SECONDS in telling.py).
        _Beliefs.wake_at = 0.0
        logger.warning("nobody was woken to tell of messages: %s", described(error))
