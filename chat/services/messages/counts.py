"""Count stored messages, for the chart of the admin's home."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction

from chat.models import Message
from core.minute_counts.counting import count

MESSAGES = "messages"


def count_stored(*, messages: Sequence[Message], **_: Any) -> None:
    transaction.on_commit(partial(count, MESSAGES, len(messages)))
