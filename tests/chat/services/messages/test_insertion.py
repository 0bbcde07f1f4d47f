"""What is stored by our own statement is what was given, in both databases."""

import uuid
from datetime import UTC, datetime

import pytest

from chat.models import Message
from chat.services.messages import insertion
from tests.chat.hearth import Hearth

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 21, 13, 7, 41, 123456, tzinfo=UTC)
TEXTS = (
    'it\'s 100 %s \\ "quoted"',
    "two\r\nlines\ttabbed",
    "囲炉裏 🍵 e\u0301",
    "'; DROP TABLE chat_message; --",
    "\\u0041 {1,2} $1",
)


def test_what_goes_in_comes_out(hearth: Hearth) -> None:
    before = hearth.say()
    written = [
        {
            "seq": 100 + number,
            "rev": 2**62 + number,
            "nonce": uuid.UUID(int=number),
            "text": text,
            "reply_to_id": before.pk if number else None,
            "thread_id": None,
            "mentions": [number, number + 1] if number else None,
            "mentions_here": number % 2 == 1,
            "mention_texts": [["@花子", number], ["@here", None]] if number else None,
            "created_at": AT,
        }
        for number, text in enumerate(TEXTS)
    ]
    messages = [insertion.new_message(hearth.member, hearth.room, **values) for values in written]
    insertion.insert(messages)
    for message, values in zip(messages, written, strict=True):
        assert Message.objects.values("author_id", "room_id", *values).get(pk=message.pk) == {
            "author_id": hearth.member.pk,
            "room_id": hearth.id,
            **values,
        }
