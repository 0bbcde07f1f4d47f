"""What is stored by our own statements is what was given, in both databases."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection

from chat.models import Message
from chat.services.messages import batch_statements
from core.db.rows import Rows
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
            "room_id": hearth.id,
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
    messages = [batch_statements.new_message(hearth.member, **values) for values in written]
    batch_statements.insert(messages)
    for message, values in zip(messages, written, strict=True):
        assert Message.objects.values("author_id", *values).get(pk=message.pk) == {
            "author_id": hearth.member.pk,
            **values,
        }


def test_one_statement_and_one_parameter_however_many_rows() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is given each value")
    pairs = Rows("pair", Message, ("author_id", "nonce"))
    given = [pairs.given([(1, uuid.uuid4())] * count) for count in (1, 2, 200)]
    assert len({statement for statement, _ in given}) == 1
    assert [len(parameters) for _, parameters in given] == [1, 1, 1]
