"""Report a message, a person or a room to those who decide."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.models import User
from chat.models import Message, Room
from chat.services.authority import Member
from core.problems import Problem
from moderation.models import Report
from moderation.payloads.reports import CONTEXT_LENGTH, Context, Kept, KeptMessage, KeptPerson, KeptRoom
from moderation.services import telling

# Messages kept on each side of the reported one, and how far from it they are looked for.
CONTEXT, CONTEXT_WITHIN = 5, 200

Kind = Report.Kind


class Target(NamedTuple):
    """What is reported, with the columns of its report."""

    kind: str
    id: int
    columns: Mapping[str, Any]


class Reported(NamedTuple):
    report: Report
    created: bool


def report(
    *,
    by: User,
    reason: str,
    text: str = "",
    message: int | None = None,
    user: int | None = None,
    room: int | None = None,
) -> Reported:
    """Report exactly one of these, by id. What the same person has reported already, and nobody has decided, is the same
    report.

    Raises Problem `not_found` for what the person may not see, also for a deleted message, or `forbidden` for
    themselves.
    """
    # Found by what they may see now: also who reports again.
    target = _target(by, message, user, room)
    for attempt in (_known, _create, _known):
        if reported := attempt(by, target, reason, text.strip()):
            return reported
    # Decided between two looks.
    raise Problem("unavailable", wait=1)


def _target(by: User, message: int | None, user: int | None, room: int | None) -> Target:
    member = Member(by)
    if message is not None:
        return _of_message(by, member.message(message))
    if user is not None:
        return _of_person(by, member.person(user))
    return _of_room(member.membership(room or 0).room)


def _of_message(by: User, message: Message) -> Target:
    if message.is_deleted:
        raise Problem("not_found")
    _expect_other(by, message.author)
    kept = Kept(message=KeptMessage.of(message), room=KeptRoom.of(message.room))
    columns = {
        "message": message,
        "room": message.room,
        "user": message.author,
        "for_room": not message.room.is_direct,
        "kept": msgspec.to_builtins(kept),
    }
    return Target(Kind.MESSAGE, message.pk, columns)


def _of_person(by: User, user: User) -> Target:
    _expect_other(by, user)
    return Target(Kind.USER, user.pk, {"user": user, "kept": msgspec.to_builtins(Kept(person=KeptPerson.of(user)))})


def _of_room(room: Room) -> Target:
    return Target(Kind.ROOM, room.pk, {"room": room, "kept": msgspec.to_builtins(Kept(room=KeptRoom.of(room)))})


def _expect_other(by: User, user: User) -> None:
    if user.pk == by.pk:
        raise Problem("forbidden", "Nobody reports themselves.")


def _known(by: User, target: Target, reason: str, text: str) -> Reported | None:
    theirs = Report.objects.undecided().filter(reporter=by, kind=target.kind, target=target.id)
    known = theirs.first()
    return Reported(known, created=False) if known else None


def _create(by: User, target: Target, reason: str, text: str) -> Reported | None:
    """None where the same report was made at the same time."""
    new = Report(
        reporter=by,
        kind=target.kind,
        target=target.id,
        reason=reason,
        text=text,
        context=_context(target.columns.get("message")),
        **target.columns,
    )
    try:
        with transaction.atomic():
            new.save(force_insert=True)
            telling.changed([new])
    except IntegrityError:
        return None
    return Reported(new, created=True)


def _context(message: Message | None) -> Any:
    """The messages around it that a reader sees beside it: of its thread, or of the room without threads."""
    if message is None:
        return None
    beside = message.room.messages.filter(thread=message.thread_id, deleted_at=None).select_related("author")
    before = beside.filter(seq__lt=message.seq, seq__gte=message.seq - CONTEXT_WITHIN).order_by("-seq")
    after = beside.filter(seq__gt=message.seq, seq__lte=message.seq + CONTEXT_WITHIN).order_by("seq")
    return msgspec.to_builtins(Context(_kept(before)[::-1], _kept(after)))


def _kept(messages: QuerySet[Message]) -> list[KeptMessage]:
    return [KeptMessage.of(message, CONTEXT_LENGTH) for message in messages[:CONTEXT]]
