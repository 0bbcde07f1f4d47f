"""An access token for the cookie that stays as it is: for a service worker, whose answer may be lost without a second try."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts import tokens
from accounts.models import Session, User
from accounts.services import sessions
from tests.support.in_process import PASSWORD, Answer, Api, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanako() -> User:
    return a_user("hanako")


class Browser:
    """Signed in by its cookie."""

    def __init__(self) -> None:
        self.api = Api()
        self.api.post("session/", {"username": "hanako", "password": PASSWORD})

    @property
    def cookie(self) -> str:
        return self.api.client.cookies["irori_refresh"].value

    def send_again(self, cookie: str) -> None:
        self.api.client.cookies["irori_refresh"] = cookie

    def refresh(self) -> Answer:
        return self.api.post("session/refresh/")

    def access(self) -> Answer:
        return self.api.post("session/access/")

    def works(self, answer: Answer) -> bool:
        bearer = {"Authorization": f"Bearer {answer.body['access']}"}
        return Api().call("GET", "me/", headers=bearer).status == 200


@pytest.fixture
def browser(hanako: User) -> Browser:
    return Browser()


def claims(raw: str) -> Any:
    return tokens.AccessToken(raw)  # type: ignore[arg-type]


def replaced(ago: timedelta) -> None:
    Session.objects.update(rotated_at=timezone.now() - ago - timedelta(seconds=1))


def test_it_names_whose_it_is_and_changes_nothing(browser: Browser, hanako: User) -> None:
    before, session = browser.cookie, Session.objects.values().get()
    answer = browser.access()
    assert answer.status == 200
    seconds = tokens.AccessToken.lifetime.total_seconds()
    assert answer.body == {"access": answer.body["access"], "expires_in": seconds, "user": hanako.pk}
    assert not answer.cookies
    assert (browser.cookie, Session.objects.values().get()) == (before, session)
    assert browser.works(answer)
    assert browser.refresh().status == 200


def test_without_a_cookie(hanako: User) -> None:
    assert Api().post("session/access/").refusal == (401, "not_authenticated")


@pytest.mark.parametrize("cookie", ["", "x", "a.b.c"])
def test_a_cookie_that_is_none(browser: Browser, cookie: str) -> None:
    browser.send_again(cookie)
    assert browser.access().status == 401


def test_an_access_token_is_no_cookie(browser: Browser) -> None:
    browser.send_again(browser.access().body["access"])
    assert browser.access().refusal == (401, "token_invalid")


def test_a_session_that_is_over(browser: Browser) -> None:
    sessions.revoke(Session.objects.all(), Session.End.SIGNED_OUT)
    assert browser.access().refusal == (401, "session_revoked")


def test_who_may_not_sign_in_any_more(browser: Browser, hanako: User) -> None:
    User.objects.filter(pk=hanako.pk).update(is_active=False)
    assert browser.access().refusal == (401, "user_inactive")


def test_the_token_just_replaced_has_one_while_its_answer_may_be_lost(browser: Browser) -> None:
    """And what it is used for is no sign that the answer has come: the page that has lost it asks again."""
    old = browser.cookie
    browser.refresh()
    replaced(sessions.ROTATION_GRACE)
    browser.send_again(old)
    answer = browser.access()
    assert claims(answer.body["access"])["gen"] == 0
    assert browser.works(answer)
    assert browser.refresh().status == 200


@pytest.mark.parametrize("rotations", [1, 2])
def test_an_older_one_has_none_and_ends_nothing(browser: Browser, rotations: int) -> None:
    """A request may have been under way for long, and it takes no turn with the tabs."""
    old = browser.cookie
    for _ in range(rotations):
        browser.refresh()
    newest = browser.cookie
    replaced(sessions.LOST_ANSWER_GRACE)
    browser.send_again(old)
    assert browser.access().refusal == (401, "token_invalid")
    browser.send_again(newest)
    assert browser.refresh().status == 200


def test_a_cookie_of_after_the_backup_that_was_restored(browser: Browser) -> None:
    for _ in range(2):
        browser.refresh()
    Session.objects.update(generation=0)
    assert browser.works(browser.access())
    assert browser.refresh().status == 200
