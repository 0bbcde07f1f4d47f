"""Word rules, and held messages."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from accounts.payloads import User
from chat import payloads
from chat.payloads import HeldState
from files.payloads import File
from moderation import models

Kind = Literal["word", "link"]
Action = Literal["warn", "hold", "refuse"]


class Rule(Struct, frozen=True):
    """A rule of a room. `created_by` is null when that account is gone."""

    id: int
    kind: Kind
    pattern: str
    action: Action
    note: str
    created_by: User | None
    created_at: datetime

    @classmethod
    def of(cls, rule: models.Rule) -> "Rule":
        """`rule.created_by` must be loaded."""
        by = rule.created_by
        return cls(
            rule.pk,
            _kind(rule.kind),
            rule.pattern,
            _action(rule.action),
            rule.note,
            User.of(by) if by else None,
            rule.created_at,
        )


class HeldMessages(Struct, frozen=True):
    results: list[payloads.HeldMessage]
    next: str | None


def held(row: models.HeldMessage) -> payloads.HeldMessage:
    """`row.author` must be loaded."""
    return payloads.HeldMessage(
        id=row.pk,
        room=row.room_id,
        nonce=row.nonce,
        author=User.of(row.author),
        text=row.text,
        reply_to=row.reply_to_id,
        thread=row.thread_id,
        files=[File.from_row(file) for file in row.files or ()],
        at=row.at,
        state=_state(row.state),
        note=row.note,
    )


def _kind(kind: str) -> Kind:
    return "link" if kind == "link" else "word"


def _action(action: str) -> Action:
    return "refuse" if action == "refuse" else "hold" if action == "hold" else "warn"


def _state(state: str) -> HeldState:
    return next(each for each in ("waiting", "released", "refused", "withdrawn") if each == state)
