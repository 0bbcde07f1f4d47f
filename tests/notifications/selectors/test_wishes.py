"""What many people want: more than SQLite takes in a statement."""

import sqlite3
from collections.abc import Iterator

import pytest
from django.db import connection

from notifications.selectors import wishes
from tests.chat.hearth import Hearth

pytestmark = pytest.mark.django_db

MANY = range(10**9, 10**9 + 40_000)


@pytest.fixture
def few_values(db: None) -> Iterator[None]:
    """As SQLite is built by default. Debian's takes more."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    kind = sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER
    before = connection.connection.setlimit(kind, 32_766)
    yield
    connection.connection.setlimit(kind, before)


@pytest.mark.usefixtures("few_values")
def test_of_more_people_than_a_statement_takes(hearth: Hearth) -> None:
    users = [*MANY, hearth.member.pk]
    root = hearth.say("Who makes tea?")
    people = wishes.People([hearth.id], users, [root.pk])
    assert list(people.standings) == [(hearth.id, hearth.member.pk)]
    assert wishes.reachable(users) == set()
    assert wishes.members_among(hearth.id, users) == {hearth.member.pk}
    assert wishes.hidden(users, [hearth.owner.pk]) == set()
