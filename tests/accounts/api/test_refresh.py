"""Rotation: every use of a refresh token makes the next one, and a copied one ends the session."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts import tokens
from accounts.authentication import identify
from accounts.models import Session, User
from accounts.services import sessions
from core.problems import Problem
from tests.support.in_process import PASSWORD, Answer, Api, a_user, at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanako() -> User:
    return a_user("hanako")


class Browser:
    """Signed in by its cookie."""

    def __init__(self) -> None:
        self.api = Api()
        self.first = self.api.post("session/", {"username": "hanako", "password": PASSWORD})
        self.session = Session.objects.get(pk=self.first.body["session"])

    @property
    def cookie(self) -> str:
        return self.api.client.cookies["irori_refresh"].value

    def refresh(self, cookie: str | None = None) -> Answer:
        if cookie is not None:
            self.api.client.cookies["irori_refresh"] = cookie
        return self.api.post("session/refresh/")


@pytest.fixture
def browser(hanako: User) -> Browser:
    return Browser()


def generation(raw: str) -> int:
    token: Any = tokens.RefreshToken(raw)  # type: ignore[arg-type]
    return int(token["gen"])


def test_refreshing_answers_as_signing_in_does_and_rotates_the_cookie(browser: Browser) -> None:
    before = browser.cookie
    answer = browser.refresh()
    assert answer.status == 200
    assert answer.body.keys() == browser.first.body.keys()
    assert answer.body["session"] == browser.first.body["session"]
    assert generation(browser.cookie) == generation(before) + 1
    assert answer.cookies["irori_refresh"]["httponly"]


def test_refreshing_prolongs_the_session(browser: Browser) -> None:
    Session.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    browser.refresh()
    browser.session.refresh_from_db()
    assert browser.session.expires_at > timezone.now() + timedelta(days=29)


def test_without_a_cookie(hanako: User) -> None:
    assert Api().post("session/refresh/").refusal == (401, "not_authenticated")


def test_a_dead_access_token_is_not_looked_at(browser: Browser) -> None:
    assert browser.api.post("session/refresh/", None, {"Authorization": "Bearer dead"}).status == 200


def test_the_token_just_replaced_gets_the_same_generation(browser: Browser) -> None:
    old = browser.cookie
    browser.refresh()
    newest = generation(browser.cookie)
    assert browser.refresh(old).status == 200
    assert generation(browser.cookie) == newest
    browser.session.refresh_from_db()
    assert browser.session.generation == newest


def rotated(ago: timedelta) -> None:
    Session.objects.update(rotated_at=timezone.now() - ago - timedelta(seconds=1))


def test_the_token_just_replaced_is_good_for_minutes_while_its_successor_was_never_used(browser: Browser) -> None:
    old = browser.cookie
    browser.refresh()
    rotated(sessions.LOST_ANSWER_GRACE - timedelta(seconds=10))
    answer = browser.refresh(old)
    assert answer.status == 200
    assert generation(browser.cookie) == 1
    assert called_with(answer).status == 200
    browser.session.refresh_from_db()
    assert browser.session.end == ""


def test_after_that_it_ends_the_session(browser: Browser) -> None:
    old = browser.cookie
    browser.refresh()
    rotated(sessions.LOST_ANSWER_GRACE)
    assert browser.refresh(old).refusal == (401, "session_revoked")
    browser.session.refresh_from_db()
    assert browser.session.end == "token_reused"


def test_it_is_a_copy_as_soon_as_its_successor_was_used(browser: Browser) -> None:
    """Whoever has the answer does not ask again; so a thief who follows at a distance is noticed."""
    old = browser.cookie
    assert called_with(browser.refresh()).status == 200
    assert browser.refresh(old).status == 200  # two tabs at once
    rotated(sessions.ROTATION_GRACE)
    assert browser.refresh(old).refusal == (401, "session_revoked")
    browser.session.refresh_from_db()
    assert browser.session.end == "token_reused"


def test_a_thief_who_was_first_is_noticed_when_the_owner_goes_on(browser: Browser) -> None:
    stolen = browser.cookie
    assert called_with(Api().post("token/refresh/", {"refresh": stolen})).status == 200
    rotated(sessions.ROTATION_GRACE)
    assert browser.refresh(stolen).refusal == (401, "session_revoked")


def test_of_two_who_hold_the_same_successor_the_later_one_ends_the_session(browser: Browser) -> None:
    """The copy was used while the answer seemed to be lost: then both go on from the same token."""
    old = browser.cookie
    browser.refresh()
    both = browser.cookie
    assert browser.refresh(old).status == 200
    assert called_with(browser.refresh(both)).status == 200
    rotated(sessions.ROTATION_GRACE)
    assert browser.refresh(both).refusal == (401, "session_revoked")


def test_an_access_token_of_before_does_not_count_as_use(browser: Browser) -> None:
    old = browser.cookie
    browser.refresh()
    assert called_with(browser.first).status == 200
    rotated(sessions.ROTATION_GRACE)
    assert browser.refresh(old).status == 200


def test_use_is_noted_once_for_each_generation(
    browser: Browser, django_assert_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    access = browser.refresh().body["access"]
    with django_assert_num_queries(2):
        identify(access)
    with django_assert_num_queries(1):
        identify(access)


def called_with(answer: Answer) -> Answer:
    return Api().call("GET", "me/", headers={"Authorization": f"Bearer {answer.body['access']}"})


def test_an_older_token_is_a_copy_and_ends_the_session(browser: Browser) -> None:
    oldest = browser.cookie
    browser.refresh()
    browser.refresh()
    newest = browser.cookie
    assert browser.refresh(oldest).refusal == (401, "session_revoked")
    assert browser.refresh(newest).refusal == (401, "session_revoked")
    browser.session.refresh_from_db()
    assert browser.session.end == "token_reused"


def test_a_copy_ends_no_other_session(browser: Browser, hanako: User) -> None:
    other_device = Api(hanako)
    oldest = browser.cookie
    for _ in range(2):
        browser.refresh()
    browser.refresh(oldest)
    assert other_device.get("me/").status == 200


def test_an_expired_session_is_not_prolonged(browser: Browser) -> None:
    Session.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert browser.refresh().refusal == (401, "session_revoked")


def test_programs_refresh_with_the_token_in_the_body(hanako: User) -> None:
    pair = Api().post("token/", {"username": "hanako", "password": PASSWORD}).body
    answer = Api().post("token/refresh/", {"refresh": pair["refresh"]})
    assert answer.status == 200
    assert answer.body.keys() == {"access", "refresh"}
    assert generation(answer.body["refresh"]) == generation(pair["refresh"]) + 1
    assert not answer.cookies


@pytest.mark.django_db(transaction=True)
def test_simultaneous_refreshes_make_one_generation(hanako: User) -> None:
    raw = sessions.begin(hanako).refresh
    answers = at_once(*[lambda: sessions.rotate(raw)] * 20)
    assert {generation(answer.refresh) for answer in answers} == {1}
    session = Session.objects.get()
    assert session.generation == 1
    assert session.revoked_at is None


@pytest.mark.django_db(transaction=True)
def test_copies_used_at_once_end_the_session_for_all(hanako: User) -> None:
    oldest = sessions.begin(hanako).refresh
    newest = sessions.rotate(sessions.rotate(oldest).refresh).refresh

    def use(raw: str) -> str:
        try:
            return sessions.rotate(raw).access
        except Problem as problem:
            return problem.code

    assert "session_revoked" in at_once(*[lambda: use(oldest), lambda: use(newest)] * 5)
    assert use(newest) == "session_revoked"
