"""A room of the longest texts there can be, put straight into the database; and what an answer may cost."""

import tracemalloc
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import msgspec
from django.utils import timezone

from chat.models import Message, Room
from chat.services.messages.attachments import MOST_FILES
from files.models import File
from files.models.file import ALT_LENGTH, NAME_LENGTH
from files.payloads import row_of
from tests.chat.hearth import Hearth

R = TypeVar("R")

# 10,000 characters each: of four bytes, of six once they are JSON, of two, of one.
FIRE, CONTROL, QUOTES, PLAIN = "🔥" * 10_000, "\x01" * 10_000, '"\n' * 5_000, "a" * 10_000

# What a message keeps of as many files as it may carry, with the longest names and alternative texts.
FILES = [
    row_of(File(name="🔥" * NAME_LENGTH, alt="🔥" * ALT_LENGTH, type="image/webp", size=1, thumbhash="a" * 64))
    for _ in range(MOST_FILES)
]

LARGEST_BYTES = 2_000_000
LARGEST_GROWTH = 10_000_000
# Fifty rows with FILES: SQLite keeps JSON in ASCII, so these emoji take twelve bytes each.
GROWTH_WITH_FILES = 16_000_000


def fill(hearth: Hearth, count: int, text: str | Callable[[int], str] = FIRE, **fields: Any) -> int:
    """So many messages, after what is there; returns the rev before them."""
    room = hearth.room
    now = timezone.now()
    for start in range(0, count, 200):
        Message.objects.bulk_create(
            Message(
                room_id=hearth.id,
                seq=room.last_seq + number,
                rev=room.rev + number,
                author=hearth.owner,
                nonce=uuid.uuid4(),
                text=text if isinstance(text, str) else text(number),
                created_at=now + timedelta(seconds=number),
                **fields,
            )
            for number in range(start + 1, min(start + 200, count) + 1)
        )
    Room.objects.filter(pk=hearth.id).update(
        rev=room.rev + count, last_seq=room.last_seq + count, last_message_at=now, changed_at=now
    )
    return room.rev


def measured(read: Callable[[], R], growth: int = LARGEST_GROWTH) -> R:
    """What it returns; fails where it took more memory, or makes a larger answer, than any may."""
    tracemalloc.start()
    try:
        answer = read()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(msgspec.json.encode(answer, enc_hook=str)) <= LARGEST_BYTES
    assert peak < growth, f"{peak / 1e6:.1f} MB"
    return answer
