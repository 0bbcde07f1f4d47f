"""The filter of moderation: word rules, link rules and first messages."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from chat.gates.gate import Writer
from chat.models.guards import CHECKED, HELD
from chat.services.messages.filters import Filter
from moderation.services.screening import Screening, check_edit


def _open(messages: Collection[tuple[Writer, UUID]], now: datetime) -> Screening | None:
    guarded = [each for each in messages if _is_guarded(each[0])]
    return Screening(guarded, now) if guarded else None


def _check(writer: Writer, text: str, despite_warning: bool) -> None:
    """Raises Problem `refused_by_rule` or `warned_by_rule`."""
    if _is_guarded(writer):
        check_edit(writer, text, despite_warning=despite_warning)


def _is_guarded(writer: Writer) -> bool:
    return writer.is_guarded(CHECKED) or writer.is_guarded(HELD)


RULES = Filter(_open, _check)
