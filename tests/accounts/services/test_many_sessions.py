"""Somebody with very many sessions, such as who lets a program sign in for each of its calls."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Session, User
from accounts.services import people, sessions
from accounts.signals import sessions_ended
from tests.core.audit.said import Said, said
from tests.support.in_process import PASSWORD, Api, a_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hanako() -> User:
    return a_user("hanako")


def device_of(user: User, used: timedelta) -> Api:
    """A device that was used so long ago."""
    device = Api(user)
    newest = user.sessions.order_by("-created_at")[:1]
    Session.objects.filter(pk__in=list(newest.values_list("pk", flat=True))).update(last_used_at=timezone.now() - used)
    return device


def test_of_too_many_the_one_ends_that_was_unused_for_longest(hanako: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST", 3)
    phone, forgotten = device_of(hanako, timedelta(days=1)), device_of(hanako, timedelta(days=2))
    assert [Api(hanako).get("me/").status for _ in range(2)] == [200, 200]
    assert phone.get("me/").status == 200
    assert forgotten.get("me/").refusal == (401, "session_revoked")


def test_others_are_told_of_its_end(hanako: User, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []

    def hear(sender: object, **what: Any) -> None:
        told.append(([session.pk for session in what["sessions"]], what["reason"]))

    sessions_ended.connect(hear)
    try:
        monkeypatch.setattr(sessions, "MOST", 1)
        first = sessions.begin(hanako).session
        sessions.begin(hanako)
    finally:
        sessions_ended.disconnect(hear)
    assert told == [([first.pk], "session_revoked")]


def test_sessions_that_ended_and_those_of_others_do_not_count(hanako: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST", 2)
    phone, over, kenji = Api(hanako), sessions.begin(hanako).session, Api(a_user("kenji"))
    sessions.revoke([over], Session.End.SIGNED_OUT)
    assert [device.get("me/").status for device in (Api(hanako), phone, kenji)] == [200, 200, 200]


def test_all_end_with_the_password_part_by_part(hanako: User, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []

    def hear(sender: object, **what: Any) -> None:
        told.append(len(what["sessions"]))

    monkeypatch.setattr(sessions, "AT_ONCE", 3)
    for _ in range(8):
        sessions.begin(hanako)
    sessions_ended.connect(hear)
    try:
        with CaptureQueriesContext(connection) as queries:
            people.change_password(user=hanako, current=PASSWORD, new="embers glow until morning", keep=None)
    finally:
        sessions_ended.disconnect(hear)
    assert told == [3, 3, 2]
    assert sum(query["sql"].startswith('UPDATE "accounts_session"') for query in queries) == 3
    assert not hanako.sessions.live().exists()


def test_they_are_one_act(hanako: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "AT_ONCE", 3)
    issued = [sessions.begin(hanako).session for _ in range(8)]
    sessions.revoke(issued, Session.End.SIGNED_OUT_ELSEWHERE)
    assert said() == [Said("accounts.sessions_ended", "hanako", "hanako", {"devices": 8})]
