"""Rows of parameters."""

import uuid

import pytest
from django.db import connection
from django.utils import timezone

from chat.models import Message, Room
from core.db.rows import Rows
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


def test_one_statement_and_one_parameter_however_many_rows() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is given each value")
    pairs = Rows("pair", Message, ("author_id", "nonce"))
    given = [pairs.given([(1, uuid.uuid4())] * count) for count in (1, 2, 200)]
    assert len({statement for statement, _ in given}) == 1
    assert [len(parameters) for _, parameters in given] == [1, 1, 1]


def test_rows_are_stored_as_their_objects_are() -> None:
    author, room = a_user("kenji"), Room.objects.create(name="Tea")
    rows = [
        Message.objects.create(room=room, author=author, seq=seq, rev=seq, nonce=uuid.uuid4(), text="tea")
        for seq in (1, 2, 3)
    ]
    deleted, edited, untouched = rows
    deleted.text, deleted.files, deleted.deleted_by, deleted.deleted_at = "", None, author, timezone.now()
    edited.text, edited.files = 'お茶 "%s" \\ 😀', [{"id": 1, "name": "茶.png"}]
    untouched.text = "not stored"
    columns = ("text", "files", "deleted_by_id", "deleted_at")
    Rows("changed", Message, ("id", *columns)).save([deleted, edited])
    stored = list(Message.objects.order_by("seq").values_list(*columns))
    assert stored[:2] == [tuple(getattr(row, column) for column in columns) for row in (deleted, edited)]
    assert stored[2] == ("tea", None, None, None)
