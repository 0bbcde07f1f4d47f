"""Pushes to those who want to hear of every message of a room: one job waits for a room, whoever listens. The listeners are found when
it runs, page by page.
"""

from datetime import timedelta

import msgspec
from django.utils import timezone
from msgspec import Struct

from chat.models import Message, Room
from core.jobs.declarations import Claim
from core.jobs.queue import NewJob
from notifications.models import PushedRoom
from notifications.push.jobs import PUSH_PAGE, PUSH_ROOM
from notifications.push.relevance import due_of_every_message
from notifications.push.sending import send_first, targets_of, watched_among
from notifications.push.telling import PEOPLE_A_JOB, RoomWork, Work, payload_of, store
from notifications.selectors.wishes import listeners_after

# Of a room with more members than this: everybody is told at most so often.
FEW_MEMBERS = 50
PAUSE = timedelta(seconds=30)


class Page(Struct):
    """Those after this user id hear of the messages after `since`, up to `upto`."""

    room: int
    since: int
    upto: int
    after: int


def begin(claim: Claim) -> None:
    """Handler, in the transaction that removes the job: so nobody hears of a message twice by this."""
    work = msgspec.convert(claim.data, RoomWork)
    room = Room.objects.filter(pk=work.room).first()
    if room is None:
        return
    now = timezone.now()
    PushedRoom.objects.get_or_create(room=room, defaults={"at": now - PAUSE})
    pushed = PushedRoom.objects.select_for_update().get(room=room)
    rest = pushed.at + PAUSE - now if room.member_count > FEW_MEMBERS else timedelta()
    if rest > timedelta():
        # Where a newer job of the room waits by now, that one's `since` counts. Only the newest message is shown, so nothing is lost.
        store(PUSH_ROOM, [NewJob(payload_of(work), f"{room.pk}", rest.total_seconds())])
        return
    written = Message.objects.filter(room=room, deleted_at=None, thread=None, seq__gt=max(pushed.seq, work.since))
    newest = written.order_by("-seq").values_list("seq", flat=True).first()
    if newest is None:
        return
    _store(Page(room.pk, max(pushed.seq, work.since), newest, 0))
    pushed.seq, pushed.at = newest, now
    pushed.save(update_fields=["seq", "at"])


def send_page(claim: Claim) -> None:
    page = msgspec.convert(claim.data, Page)
    users = listeners_after(page.room, page.after, PEOPLE_A_JOB)
    if not users:
        return
    due = due_of_every_message(page.room, users, page.since, page.upto)
    watched = watched_among(due)
    told = {place: each for place, each in due.items() if place not in watched}
    send_first(targets_of([Work(page.room, "message", [user for _, user in told], page.since + 1)]), told)
    if len(users) == PEOPLE_A_JOB:
        _store(msgspec.structs.replace(page, after=users[-1]))


def _store(page: Page) -> None:
    store(PUSH_PAGE, [NewJob(payload_of(page), f"{page.room}:{page.upto}:{page.after}")])
