"""Drafts."""

from datetime import datetime

from msgspec import Struct

from chat import models


class Draft(Struct, frozen=True):
    """What somebody has begun to write; `thread` is its root message. `rev`: the own rev of its last change."""

    room: int
    thread: int | None
    text: str
    at: datetime
    rev: int

    @classmethod
    def of(cls, draft: models.Draft) -> "Draft":
        return cls(draft.room_id, draft.thread_id, draft.text, draft.at, draft.rev)


class Drafts(Struct, frozen=True, omit_defaults=True):
    drafts: list[Draft]
    next: str | None = None
