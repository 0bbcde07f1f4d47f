"""Rows of parameters."""

import uuid

import pytest
from django.db import connection

from chat.models import Message
from core.db.rows import Rows

pytestmark = pytest.mark.django_db


def test_one_statement_and_one_parameter_however_many_rows() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is given each value")
    pairs = Rows("pair", Message, ("author_id", "nonce"))
    given = [pairs.given([(1, uuid.uuid4())] * count) for count in (1, 2, 200)]
    assert len({statement for statement, _ in given}) == 1
    assert [len(parameters) for _, parameters in given] == [1, 1, 1]
