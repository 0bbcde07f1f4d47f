"""Keep what others than its author delete, for as long as it can be restored (restoring.py), and no longer."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError
from django.db.models import Min
from django.db.models.functions import Now
from django.utils import timezone

from chat.jobs import KEPT_MESSAGES
from chat.models import EarlierText, KeptFile, KeptMessage, Message, MessageFile, Reaction
from chat.models.kept_message import KEPT
from core.db.commits import after_commit
from core.jobs import queue
from core.jobs.declarations import Claim, QueueFull
from files.models import File
from files.services import attaching

COLUMNS = ("text", "mentions", "mentions_here", "mention_texts", "files", "reactions")
MOST_TOGETHER = 100
# The job's clock is the database's. Where that is behind, the job comes a little early and asks again after this time.
SOONEST_SECONDS = 1.0


def keep(message: Message) -> None:
    """Move what a message of a locked room says to where nobody reads it. The caller empties the message."""
    keep_all([message])


def keep_all(messages: Sequence[Message]) -> None:
    """As `keep`, for messages of locked rooms, with a few statements for all."""
    earlier: dict[int, list[list[str]]] = defaultdict(list)
    for each in EarlierText.objects.filter(message__in=messages).order_by("pk"):
        earlier[each.message_id].append([each.text, each.at.isoformat()])
    until = Now() + KEPT
    kept = KeptMessage.objects.bulk_create(
        KeptMessage(
            message=message,
            until=until,
            earlier_texts=earlier[message.pk],
            **{name: getattr(message, name) for name in COLUMNS},
        )
        for message in messages
    )
    of_message = {each.message_id: each for each in kept}
    rows = list(MessageFile.objects.filter(message__in=messages).order_by("pk"))
    KeptFile.objects.bulk_create(
        KeptFile(pk=row.pk, kept=of_message[row.message_id], file_id=row.file_id, kind=row.kind) for row in rows
    )
    if rows:
        MessageFile.objects.filter(pk__in=[row.pk for row in rows]).delete()
    # After the commit: another transaction may have stored the job just now, and would be waited for with rooms locked.
    # A process that ends in between loses nothing for long, because the job also runs whenever one starts.
    after_commit(_watch)


def lasting(message: Message) -> KeptMessage | None:
    """What is kept of a message, to be shown to who may restore it; None where its time is over."""
    return KeptMessage.objects.filter(message=message, until__gt=Now()).first()


def lock(messages: Collection[Message]) -> dict[int, KeptMessage]:
    """What is kept of these messages, by their ids, locked until the transaction ends. Nothing whose time is over."""
    lasting_ones = KeptMessage.objects.select_for_update().filter(message__in=messages, until__gt=Now())
    return {kept.pk: kept for kept in lasting_ones.order_by("pk")}


def put_back(pairs: Sequence[tuple[KeptMessage, Message]]) -> None:
    """Give messages of locked rooms what `lock` has returned. The caller saves the messages."""
    EarlierText.objects.bulk_create(
        EarlierText(message=message, text=text, at=datetime.fromisoformat(at))
        for kept, message in pairs
        for text, at in kept.earlier_texts
    )
    ids = [kept.pk for kept, _ in pairs]
    rows = list(KeptFile.objects.filter(kept__in=ids).order_by("pk"))
    there = {str(row.file_id) for row in rows}
    for kept, message in pairs:
        for name in COLUMNS:
            setattr(message, name, getattr(kept, name))
        # An administrator may have deleted a file meanwhile.
        message.files = [file for file in message.files or () if file[0] in there] or None
    rooms = {message.pk: message.room_id for _, message in pairs}
    KeptMessage.objects.filter(pk__in=ids).delete()
    # With their former ids, which are the order of a room's files.
    MessageFile.objects.bulk_create(
        MessageFile(pk=row.pk, message_id=row.kept_id, room_id=rooms[row.kept_id], file_id=row.file_id, kind=row.kind)
        for row in rows
    )


def forget(messages: Collection[Message]) -> None:
    """Delete what is kept of messages of locked rooms. Without anything nothing happens."""
    _end(list(KeptMessage.objects.select_for_update().filter(message__in=messages).order_by("pk")))


def drop_files(files: Collection[File]) -> set[UUID]:
    """Delete those of these files that kept messages have. Nothing is kept of a message that has no text, and no file any
    more. Returns the ids of the files."""
    locked = KeptMessage.objects.select_for_update(of=("self",)).filter(file_rows__file__in=files)
    holding = list(locked.order_by("pk"))
    if not holding:
        return set()
    rows = KeptFile.objects.filter(file__in=files)
    dropped = set(rows.values_list("file_id", flat=True))
    rows.delete()
    attaching.release([file for file in files if file.pk in dropped])
    filled = set(KeptFile.objects.filter(kept__in=holding).values_list("kept_id", flat=True))
    _end([kept for kept in holding if not kept.text and kept.pk not in filled])
    return dropped


def end_due(claim: Claim) -> None:
    """Delete what can be restored no longer, and wait for the next. Handler of a job."""
    # A message that is restored at this moment is skipped: nothing is kept of it then.
    over = KeptMessage.objects.select_for_update(skip_locked=True).filter(until__lte=Now()).order_by("until")
    _end(list(over[:MOST_TOGETHER]))
    following = KeptMessage.objects.aggregate(first=Min("until"))["first"]
    if following is not None:
        delay = max(SOONEST_SECONDS, (following - timezone.now()).total_seconds())
        queue.enqueue_soonest(KEPT_MESSAGES, {}, key="next", delay=delay)


def _end(over: Collection[KeptMessage]) -> None:
    """Delete these rows, which are locked, with their files and the reactions."""
    if not over:
        return
    ids = [kept.pk for kept in over]
    held = File.objects.select_for_update(of=("self",)).filter(kept_file__kept__in=ids)
    files = list(held.order_by("pk"))
    KeptFile.objects.filter(kept__in=ids).delete()
    attaching.release(files)
    Reaction.objects.filter(message__in=ids).delete()
    KeptMessage.objects.filter(pk__in=ids).delete()


def _watch() -> None:
    try:
        queue.enqueue(KEPT_MESSAGES, {}, key="next", delay=KEPT.total_seconds())
    except (DatabaseError, QueueFull):
        # The next message that is kept tries again, and so does the next start.
        return
