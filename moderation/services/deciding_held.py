"""Release, refuse and withdraw held messages.

A release is a send by the author at that moment: it makes a new message with a new seq, and passes every gate but slow
mode. So a message whose author was muted or removed, or whose room was archived meanwhile, is not released.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from chat.models import Membership, Message
from chat.services.authority import Administrator, Authority, Grant
from chat.services.messages.storing import NewMessage, Sent, send_together
from chat.services.rules import MODERATORS, Rule
from core.audit.recording import record
from core.problems import Problem
from moderation.models import FirstMessages, HeldMessage, Newcomer
from moderation.services import forgetting, holding

State = HeldMessage.State
RELEASE = Rule(MODERATORS, direct=MODERATORS)
REFUSE = Rule(MODERATORS, direct=MODERATORS, archived=True)


@transaction.atomic
def release(*, by: Authority, held_id: int) -> Message:
    """Store a held message as a new one. A second call returns the same.

    Raises Problem `not_found`, `forbidden`, `room_archived`, `held_decided`, `author_gone`, `file_not_found`, or as
    gates do.
    """
    row, grant = _lock(by, held_id)
    if row.state == State.RELEASED:
        return Message.objects.select_related("author").get(author=row.author_id, nonce=row.nonce)
    _expect_waiting(row)
    grant.check(RELEASE)
    message = _stored(row)
    if row.is_first:
        _count_release(row.author)
    _decide(row, State.RELEASED, by.user)
    record("moderation.message_released", by=by.user, on=row.author, room=grant.room, details={"held": row.pk})
    return message


@transaction.atomic
def refuse(*, by: Authority, held_id: int, note: str = "") -> HeldMessage:
    """Refuse a held message; its author is told `note`. A second call changes nothing.

    Raises Problem `not_found`, `forbidden` or `held_decided`.
    """
    row, grant = _lock(by, held_id)
    grant.check(REFUSE)
    if row.state == State.REFUSED:
        return row
    _expect_waiting(row)
    row.note = note
    holding.give_back(row)
    _decide(row, State.REFUSED, by.user)
    record(
        "moderation.message_refused", by=by.user, on=row.author, room=grant.room, reason=note, details={"held": row.pk}
    )
    return row


@transaction.atomic
def withdraw(*, by: User, held_id: int) -> None:
    """Take a message of one's own back, or forget one that was refused. A second call changes nothing.

    Raises Problem `not_found`, or `held_decided` where it was released.
    """
    row = _locked(held_id)
    if row is None or row.author_id != by.pk:
        raise Problem("not_found")
    if row.state == State.WITHDRAWN:
        return
    if row.state == State.RELEASED:
        raise Problem("held_decided")
    if row.is_waiting:
        holding.give_back(row)
    _decide(row, State.WITHDRAWN, by)


def _lock(by: Authority, held_id: int) -> tuple[HeldMessage, Grant]:
    """A held message, its room and itself locked. Raises Problem `not_found` to whoever does not decide in its room,
    and `forbidden` to its author."""
    found = HeldMessage.objects.filter(pk=held_id).values_list("room_id", "author_id").first()
    if found is None:
        raise Problem("not_found")
    room_id, author_id = found
    grant = by.lock(room_id)
    if author_id == by.user.pk and not isinstance(by, Administrator):
        raise Problem("forbidden", "Somebody else decides on what you write.")
    if grant.room.is_direct and not isinstance(by, Administrator):
        raise Problem("not_found")
    if grant.role == Membership.Role.MEMBER:
        raise Problem("not_found")
    row = _locked(held_id)
    if row is None:
        raise Problem("not_found")
    return row, grant


def _locked(held_id: int) -> HeldMessage | None:
    rows = HeldMessage.objects.select_for_update(of=("self",)).select_related("author", "room")
    return rows.filter(pk=held_id).first()


def _expect_waiting(row: HeldMessage) -> None:
    if not row.is_waiting:
        raise Problem("held_decided")


def _stored(row: HeldMessage) -> Message:
    if not row.author.is_active:
        raise Problem("author_gone")
    new = NewMessage(
        row.author,
        row.room_id,
        row.nonce,
        row.text,
        row.reply_to_id,
        row.thread_id,
        tuple(holding.ids_of(row)),
        is_released=True,
    )
    (outcome,) = send_together([new])
    if isinstance(outcome, Sent):
        return outcome.message
    # The room is there and locked: its author is not in it.
    raise Problem("author_gone") if isinstance(outcome, Problem) and outcome.code == "not_found" else outcome


def _count_release(author: User) -> None:
    """The room is locked, but the author may have messages in others."""
    newcomer, _ = Newcomer.objects.get_or_create(user=author)
    Newcomer.objects.filter(pk=newcomer.pk).update(released=F("released") + 1)
    enough = FirstMessages.objects.values_list("count", flat=True).first() or 0
    Newcomer.objects.filter(pk=newcomer.pk, released__gte=enough).update(is_known=True)


def _decide(row: HeldMessage, state: State, by: User | None) -> None:
    row.state, row.decided_by, row.decided_at = state, by, timezone.now()
    if state != State.REFUSED:
        row.text, row.files = "", None
    row.save()
    holding.changed([row])
    forgetting.watch(forgetting.KEPT)
