"""What many people want: more than SQLite takes in a statement."""

import sqlite3
from collections.abc import Iterator

import pytest
from django.db import connection

from accounts.models import Session
from accounts.services import sessions
from chat.services.personal.preferences import prefer
from chat.services.rooms.rooms import create
from notifications.models import PushSubscription
from notifications.push import vapid
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


def test_rooms_with_somebody_who_listens(hearth: Hearth) -> None:
    """On a device, to every message."""
    rooms = [hearth.id, create(owner=hearth.owner, name="Attic", kind="private").pk]
    assert wishes.rooms_with_listeners(rooms) == wishes.rooms_with_listeners([]) == set()
    session = sessions.begin(hearth.member).session
    PushSubscription.objects.create(
        session=session, user=hearth.member, key=vapid.current(), endpoint="", digest="", site="", language="en"
    )
    assert wishes.rooms_with_listeners(rooms) == {hearth.id}
    assert wishes.rooms_with_listeners(rooms[1:]) == set()
    prefer(by=hearth.member, room_id=hearth.id, notify="mentions")
    assert wishes.rooms_with_listeners(rooms) == set()
    prefer(by=hearth.member, room_id=hearth.id, notify="all")
    sessions.revoke(Session.objects.filter(user=hearth.member), Session.End.SIGNED_OUT)
    assert wishes.rooms_with_listeners(rooms) == set()


@pytest.mark.usefixtures("few_values")
def test_of_more_people_than_a_statement_takes(hearth: Hearth) -> None:
    users = [*MANY, hearth.member.pk]
    root = hearth.say("Who makes tea?")
    people = wishes.People([hearth.id], users, [root.pk])
    assert list(people.standings) == [(hearth.id, hearth.member.pk)]
    assert wishes.reachable(users) == set()
    assert wishes.members_among(hearth.id, users) == {hearth.member.pk}
    assert wishes.hidden(users, [hearth.owner.pk]) == set()
