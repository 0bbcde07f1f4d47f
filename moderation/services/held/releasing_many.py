"""Release and refuse many held messages, with a few statements for all. For administrators; each function has the effect of
the service for one (releasing.py), and changes all or none."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from chat.models import Room
from chat.services.authority import Administrator
from chat.services.authority_of_many import lock_rooms
from chat.services.messages.storing import Sent, send_together
from chat.services.rules import Rule
from core.audit.recording import NewAct, record_all
from core.problems import Problem
from moderation.models import HeldMessage
from moderation.services.held import holding, releasing
from moderation.services.held.releasing import REFUSE, RELEASE, State

Held = Sequence[HeldMessage]


@transaction.atomic
def release(*, by: Administrator, held: Iterable[HeldMessage]) -> Held:
    """Store these as new messages, in each room in the order in which they were sent. Those that were released now.
    Raises Problem as `releasing.release` does."""
    rows, rooms = _lock(by, held, RELEASE, State.RELEASED)
    if not rows:
        return rows
    for row in rows:
        releasing.expect_author(row)
    outcomes = send_together([releasing.new_message(row) for row in rows])
    for row, outcome in zip(rows, outcomes, strict=True):
        if not isinstance(outcome, Sent):
            raise _named(releasing.refusal_of(outcome), row)
    releasing.count_releases([row.author_id for row in rows if row.is_first])
    releasing.decide(rows, State.RELEASED, by.user)
    _record("moderation.message_released", by, rows, rooms)
    return rows


@transaction.atomic
def refuse(*, by: Administrator, held: Iterable[HeldMessage]) -> Held:
    """Refuse these, without a note. Those that were refused now. Raises Problem as `releasing.refuse` does."""
    rows, rooms = _lock(by, held, REFUSE, State.REFUSED)
    for row in rows:
        row.note = ""
    holding.give_back(rows)
    releasing.decide(rows, State.REFUSED, by.user)
    _record("moderation.message_refused", by, rows, rooms)
    return rows


def _lock(
    by: Administrator, held: Iterable[HeldMessage], rule: Rule, done: State
) -> tuple[list[HeldMessage], dict[int, Room]]:
    """Those that are not `done` yet, locked, as their rooms are, by room and age; and the rooms."""
    rows = list(held)
    grants = lock_rooms(by, {row.room_id for row in rows}, rule)
    found = releasing.lockable().filter(pk__in=[row.pk for row in rows]).order_by("room_id", "pk")
    waiting = [row for row in found if row.state != done and row.room_id in grants]
    for row in waiting:
        releasing.expect_waiting(row)
    return waiting, {room_id: grant.room for room_id, grant in grants.items()}


def _record(act: str, by: Administrator, rows: Held, rooms: dict[int, Room]) -> None:
    record_all(NewAct(act, by.user, on=row.author, room=rooms[row.room_id], details={"held": row.pk}) for row in rows)


def _named(refusal: Exception, row: HeldMessage) -> Exception:
    if isinstance(refusal, Problem):
        refusal.about = row
    return refusal
