"""The wire shapes of reports. See docs/protocol.md, Reports."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

import msgspec
from msgspec import Struct

from accounts import models as accounts
from accounts.payloads import User
from chat import models as chat
from files.payloads import File
from moderation.models import Report as Row

# Characters of a message beside the reported one.
CONTEXT_LENGTH = 2_000

Kind = Literal["message", "user", "room"]
Reason = Literal["spam", "abuse", "illegal", "private", "other"]
State = Literal["open", "claimed", "decided"]
Decision = Literal["nothing", "delete", "mute", "remove", "ban", "archive"]


class KeptPerson(Struct, frozen=True):
    """The names of somebody, as they were."""

    id: int
    username: str
    display_name: str

    @classmethod
    def of(cls, user: accounts.User) -> "KeptPerson":
        return cls(user.pk, user.username, user.get_full_name())


class KeptMessage(Struct, frozen=True):
    """A message as it was. `files`: their names."""

    id: int
    seq: int
    author: KeptPerson
    text: str
    files: list[str]
    created_at: datetime
    edited_at: datetime | None

    @classmethod
    def of(cls, message: chat.Message, most: int | None = None) -> "KeptMessage":
        """`most`: characters of its text; a longer one ends in an ellipsis."""
        text = message.text if most is None or len(message.text) <= most else f"{message.text[:most]}…"
        files = [File.from_row(row).name for row in message.files or ()]
        return cls(
            message.pk, message.seq, KeptPerson.of(message.author), text, files, message.created_at, message.edited_at
        )


class KeptRoom(Struct, frozen=True):
    id: int
    kind: str
    name: str
    topic: str

    @classmethod
    def of(cls, room: chat.Room) -> "KeptRoom":
        return cls(room.pk, room.kind, room.name, room.topic)


class Kept(Struct, frozen=True):
    """What was reported, as it was then. `room`: of the message, or the reported one; a direct room has no name."""

    message: KeptMessage | None = None
    person: KeptPerson | None = None
    room: KeptRoom | None = None


class Context(Struct, frozen=True):
    """The messages before and after the reported one, ascending."""

    before: list[KeptMessage]
    after: list[KeptMessage]


class Counts(Struct, frozen=True):
    """How often it was decided so, among the reports that the caller decides: about the person, and by the reporter."""

    about: dict[str, int]
    by: dict[str, int]


class Report(Struct, frozen=True):
    """`decisions`: what the caller may decide. Who only reported it gets none of it, no context, counts and note, not
    who claimed and decided it, and the decision where they are told."""

    id: int
    kind: Kind
    state: State
    reason: Reason
    text: str
    created_at: datetime
    reporter: User | None
    user: User | None
    room: int | None
    message: int | None
    kept: Kept
    context: Context | None
    claimed_by: User | None
    claimed_at: datetime | None
    decision: Decision | None
    decided_by: User | None
    decided_at: datetime | None
    note: str
    told: bool
    counts: Counts | None
    decisions: list[Decision]


class Reports(Struct, frozen=True):
    results: list[Report]
    next: str | None


class NewReport(Struct, frozen=True):
    id: int


class Summary(Struct, frozen=True):
    """`open`: how many undecided reports the caller decides, at most 1,000."""

    open: int


def for_reporter(row: Row) -> Report:
    return _report(row, decision=row.decision if row.told else "")


def for_decider(
    row: Row, *, counts: Counts, decisions: Iterable[str], context: Mapping[str, Any] | None = None
) -> Report:
    return _report(
        row,
        context=msgspec.convert(context, Context) if context is not None else None,
        claimed_by=_user(row.claimed_by),
        claimed_at=row.claimed_at,
        decision=row.decision,
        decided_by=_user(row.decided_by),
        note=row.note,
        counts=counts,
        decisions=list(decisions),
    )


def _report(row: Row, *, decision: str, **more: Any) -> Report:
    nothing: dict[str, Any] = {
        "context": None, "claimed_by": None, "claimed_at": None, "decided_by": None, "note": "", "counts": None,
        "decisions": [],
    }  # fmt: skip
    fields: dict[str, Any] = {
        "id": row.pk,
        "kind": row.kind,
        "state": row.state,
        "reason": row.reason,
        "text": row.text,
        "created_at": row.created_at,
        "reporter": _user(row.reporter),
        "user": _user(row.user),
        "room": row.room_id,
        "message": row.message_id,
        "kept": msgspec.convert(row.kept, Kept),
        "decision": decision or None,
        "decided_at": row.decided_at,
        "told": row.told,
    }
    return Report(**(fields | nothing | more))


def _user(user: accounts.User | None) -> User | None:
    return User.of(user) if user else None
