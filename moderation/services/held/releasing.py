"""Release, refuse and withdraw held messages.

A release is a send by the author at that moment: it makes a new message with a new seq, and passes every gate but slow
mode. So a message whose author was muted or removed, or whose room was archived meanwhile, is not released.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.models import User
from chat.models import Membership, Message
from chat.services.authority import Administrator, Authority, Grant
from chat.services.messages.filters import Withheld
from chat.services.messages.storing import NewMessage, Sent, send_together
from chat.services.rules import MODERATORS, Rule
from core.audit.recording import record
from core.db.rows import Rows
from core.problems import Problem
from moderation.models import FirstMessages, HeldMessage, Newcomer
from moderation.services.held import forgetting, holding, telling

State = HeldMessage.State
RELEASE = Rule(MODERATORS, direct=MODERATORS)
REFUSE = Rule(MODERATORS, direct=MODERATORS, archived=True)

_decided = Rows("decided", HeldMessage, ("id", "state", "decided_by_id", "decided_at", "text", "files", "note"))


@transaction.atomic
def release(*, by: Authority, held_id: int) -> Message:
    """Store a held message as a new one. A second call returns the same.

    Raises Problem `not_found`, `forbidden`, `room_archived`, `held_decided`, `author_gone`, `file_not_found`, or as
    gates do.
    """
    row, grant = _lock(by, held_id)
    if row.state == State.RELEASED:
        return Message.objects.select_related("author").get(author=row.author_id, nonce=row.nonce)
    expect_waiting(row)
    grant.check(RELEASE)
    message = _stored(row)
    if row.is_first:
        count_releases([row.author_id])
    decide([row], State.RELEASED, by.user)
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
    expect_waiting(row)
    row.note = note
    holding.give_back([row])
    decide([row], State.REFUSED, by.user)
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
        holding.give_back([row])
    decide([row], State.WITHDRAWN, by)


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
    return lockable().filter(pk=held_id).first()


def lockable() -> QuerySet[HeldMessage]:
    return HeldMessage.objects.select_for_update(of=("self",)).select_related("author", "room")


def expect_waiting(row: HeldMessage) -> None:
    if not row.is_waiting:
        raise Problem("held_decided", about=row)


def expect_author(row: HeldMessage) -> None:
    if not row.author.is_active:
        raise Problem("author_gone", about=row)


def _stored(row: HeldMessage) -> Message:
    expect_author(row)
    (outcome,) = send_together([new_message(row)])
    if isinstance(outcome, Sent):
        return outcome.message
    raise refusal_of(outcome)


def new_message(row: HeldMessage) -> NewMessage:
    return NewMessage(
        row.author,
        row.room_id,
        row.nonce,
        row.text,
        row.reply_to_id,
        row.thread_id,
        tuple(holding.ids_of(row)),
        is_released=True,
    )


def refusal_of(outcome: Problem | Withheld) -> Problem | Withheld:
    """Why a release was refused."""
    # The room is there and locked: its author is not in it.
    return Problem("author_gone") if isinstance(outcome, Problem) and outcome.code == "not_found" else outcome


def count_releases(authors: Iterable[int]) -> None:
    """Of first messages, by the ids of their authors. The rooms are locked, but the authors may have messages in
    others."""
    numbers = Counter(authors)
    if not numbers:
        return
    Newcomer.objects.bulk_create([Newcomer(user_id=author) for author in sorted(numbers)], ignore_conflicts=True)
    newcomers = Newcomer.objects.filter(pk__in=numbers)
    # Locked in one order, so that two such transactions do not deadlock.
    list(newcomers.select_for_update().order_by("pk"))
    for number in set(numbers.values()):
        these = [author for author, of_author in numbers.items() if of_author == number]
        Newcomer.objects.filter(pk__in=these).update(released=F("released") + number)
    enough = FirstMessages.objects.values_list("count", flat=True).first() or 0
    newcomers.filter(released__gte=enough).update(is_known=True)


def decide(rows: Sequence[HeldMessage], state: State, by: User | None) -> None:
    if not rows:
        return
    now = timezone.now()
    for row in rows:
        row.state, row.decided_by, row.decided_at = state, by, now
        if state != State.REFUSED:
            row.text, row.files = "", None
    _decided.save(rows)
    telling.changed(rows)
    forgetting.watch(forgetting.KEPT)
