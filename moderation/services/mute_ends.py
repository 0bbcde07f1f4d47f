"""End mutes whose time is over. The gate looks at the time itself: this clears what it is asked by, and tells the person's devices."""

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from chat.models import Room
from chat.services.held_rooms import lock_room
from chat.services.rooms import membership_rows
from core.db.clock import database_now
from core.jobs import queue
from core.jobs.declarations import Claim
from moderation.jobs import END_MUTES
from moderation.models import Mute
from moderation.services import mute_rows

MOST_TOGETHER = 200
SOONEST_SECONDS = 0.5


def watch(seconds: float) -> None:
    """Let a job end a mute that ends after this time. In the transaction that mutes."""
    queue.enqueue_soonest(END_MUTES, {}, key="next", delay=seconds + SOONEST_SECONDS)


def end_due(claim: Claim) -> None:
    """End the mutes that are over, each in a transaction of its own, and wait for the next one. Handler of the job."""
    for mute_id, room_id, user_id in _due():
        _end(mute_id, room_id, user_id)
    if first := Mute.objects.filter(ended_at=None).aggregate(first=Min("until"))["first"]:
        watch(max(0, (first - timezone.now()).total_seconds()))


def _due() -> list[tuple[int, int | None, int]]:
    due = Mute.objects.due(database_now()).order_by("until")
    return list(due.values_list("pk", "room_id", "user_id")[:MOST_TOGETHER])


@transaction.atomic
def _end(mute_id: int, room_id: int | None, user_id: int) -> None:
    membership = None
    if room_id is not None:
        room = lock_room(Room.objects.all(), room_id)
        membership = membership_rows.locked(room).filter(user=user_id).first() if room else None
    # Looked at again under the locks: it may have been lifted, or begun anew, meanwhile.
    again = Mute.objects.select_for_update(of=("self",)).due(database_now()).filter(pk=mute_id).first()
    if again is not None:
        mute_rows.end([again], [membership] if membership else [])
