"""In a room with closed posting only moderators and owners send messages."""

from collections.abc import Collection
from datetime import datetime

from chat.gates.gate import Check, Gate, Writer
from chat.models import Membership, Room
from core.problems import Problem


def _open(writers: Collection[Writer], now: datetime) -> Check | None:
    return _check if any(map(_is_kept_out, writers)) else None


def _check(writer: Writer) -> None:
    """Raises Problem `posting_closed`."""
    if _is_kept_out(writer):
        raise Problem("posting_closed")


def _is_kept_out(writer: Writer) -> bool:
    return writer.room.posting == Room.Posting.MODERATORS and writer.role == Membership.Role.MEMBER


POSTING = Gate(_open)
