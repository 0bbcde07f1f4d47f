"""What changes users, below the doors."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from accounts.models import Session, User
from accounts.services import people
from accounts.services.sessions import begin, revoke
from accounts.signals import sessions_ended
from core.problems import Problem
from tests.support.in_process import PASSWORD, a_user, at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def told() -> Iterator[list[tuple[set[Any], str]]]:
    """Which sessions others were told of, and why they ended."""
    heard: list[tuple[set[Any], str]] = []

    def hear(sender: object, sessions: list[Session], reason: str, **_: object) -> None:
        heard.append(({session.pk for session in sessions}, reason))

    sessions_ended.connect(hear)
    yield heard
    sessions_ended.disconnect(hear)


@pytest.fixture
def hanako() -> User:
    return a_user("hanako")


def test_a_name_that_two_register_at_once_is_one_persons() -> None:
    def register(username: str, turn: int) -> dict[str, list[str]]:
        try:
            people.register(username=username, email=f"{turn}@example.org", password=PASSWORD)
        except Problem as problem:
            return problem.fields
        return {}

    names = enumerate(("kenji", "Kenji", "KENJI", "kenjI"))
    answers = at_once(*[lambda turn=turn, name=name: register(name, turn) for turn, name in names])
    assert sorted(answers, key=len) == [{}, *[{"username": ["username_taken"]}] * 3]
    assert User.objects.count() == 1


def test_a_change_answers_what_is_stored_by_now(hanako: User) -> None:
    read_before = User.objects.get(pk=hanako.pk)
    people.show_avatar(user=hanako, address="/files/a-portrait/")
    changed = people.change_profile(user=read_before, display_name="花子")
    assert (changed.avatar, changed.display_name) == ("/files/a-portrait/", "花子")


def test_deactivating_signs_out_everywhere(hanako: User, told: list[Any]) -> None:
    sessions = [begin(hanako).session for _ in range(2)]
    people.set_active(user=hanako, active=False)
    assert told == [({session.pk for session in sessions}, "user_inactive")]
    assert set(Session.objects.values_list("end", flat=True)) == {"deactivated"}


def test_activating_again_revives_no_session(hanako: User, told: list[Any]) -> None:
    session = begin(hanako).session
    people.set_active(user=hanako, active=False)
    people.set_active(user=hanako, active=True)
    hanako.refresh_from_db()
    assert hanako.is_active
    session.refresh_from_db()
    assert session.revoked_at is not None
    assert len(told) == 1


def test_a_changed_password_tells_which_sessions_ended(hanako: User, told: list[Any]) -> None:
    here, there = (begin(hanako).session for _ in range(2))
    people.change_password(user=hanako, current=PASSWORD, new="embers glow until morning", keep=here)
    assert told == [({there.pk}, "session_revoked")]


def test_nobody_is_told_of_what_was_rolled_back(hanako: User, told: list[Any]) -> None:
    session = begin(hanako).session
    with transaction.atomic():
        revoke([session], Session.End.SIGNED_OUT)
        transaction.set_rollback(True)
    session.refresh_from_db()
    assert (session.revoked_at, told) == (None, [])


def test_a_session_that_ended_keeps_its_reason_and_time(hanako: User) -> None:
    session = begin(hanako).session
    revoke([session], Session.End.TOKEN_REUSED)
    session.refresh_from_db()
    revoked_at = session.revoked_at
    revoke([session], Session.End.SIGNED_OUT)
    session.refresh_from_db()
    assert (session.end, session.revoked_at) == ("token_reused", revoked_at)
