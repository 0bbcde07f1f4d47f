"""What changes while a password is being checked: no session begins with what is not right any more."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from pytest_django import Settings

from accounts.models import Session, User
from accounts.services import email_addresses, people
from core.audit.recording import record
from tests.support.in_process import PASSWORD, Answer, Api, a_user, at_once

NEW_PASSWORD = "embers glow until morning"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hanako() -> User:
    return a_user("hanako")


def sign_in(path: str = "session/", key: str = "") -> Answer:
    return Api().post(path, {"username": "hanako", "password": PASSWORD}, {"Idempotency-Key": key} if key else {})


def change_password() -> None:
    people.change_password(user=User.objects.get(username="hanako"), current=PASSWORD, new=NEW_PASSWORD, keep=None)


def deactivate() -> None:
    people.set_active(user=User.objects.get(username="hanako"), active=False)


def meanwhile(monkeypatch: pytest.MonkeyPatch, change: Callable[[], object]) -> None:
    """`change` happens after the password was found right, and before a session begins."""

    def slowly(*args: Any, **given: Any) -> Any:
        user = authenticate(*args, **given)
        change()
        return user

    monkeypatch.setattr("accounts.api.credentials.authenticate", slowly)


@pytest.mark.parametrize("change", [change_password, deactivate])
@pytest.mark.parametrize("path", ["session/", "token/"])
@pytest.mark.parametrize("key", ["", "one-call"])
def test_a_sign_in_is_refused(
    hanako: User, monkeypatch: pytest.MonkeyPatch, change: Callable[[], None], path: str, key: str
) -> None:
    meanwhile(monkeypatch, change)
    assert sign_in(path, key).refusal == (401, "wrong_credentials")
    assert not Session.objects.exists()


def test_so_is_one_while_the_change_is_under_way(hanako: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The change has ended the sessions that it saw, and is not committed yet."""
    is_checked, has_ended = threading.Event(), threading.Event()

    def change() -> None:
        is_checked.set()
        has_ended.wait(10)

    def committed_late(*args: Any, **given: Any) -> None:
        has_ended.set()
        # A session would begin within this time, if it did not wait for the commit.
        threading.Event().wait(0.5)
        record(*args, **given)

    def changed_then() -> None:
        is_checked.wait(10)
        change_password()

    meanwhile(monkeypatch, change)
    monkeypatch.setattr("accounts.services.people.record", committed_late)
    answer, _ = at_once(sign_in, changed_then)
    assert answer
    assert answer.refusal == (401, "wrong_credentials")
    assert not Session.objects.exists()


def test_the_same_password_hashed_anew_is_still_right(hanako: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """As by another sign-in at the same time, after the settings of hashing were changed."""
    meanwhile(monkeypatch, lambda: User.objects.update(password=make_password(PASSWORD)))
    assert sign_in().status == 200


def test_one_that_hashes_the_password_anew_begins(hanako: User, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [*settings.PASSWORD_HASHERS, "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    before = PBKDF2PasswordHasher().encode(PASSWORD, "some-salt", 1000)
    User.objects.update(password=before)
    assert sign_in().status == 200
    assert User.objects.get().password != before


def test_a_repeated_registration_is_refused(founder: User, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REGISTRATION = "open"
    form = {"username": "hanako", "email": "hanako@example.org", "password": PASSWORD}
    key = {"Idempotency-Key": "one-call"}
    assert Api().post("register/", form, key).status == 201
    Session.objects.all().delete()
    require_confirmed = email_addresses.require_confirmed

    def confirmed_slowly(*args: Any) -> None:
        require_confirmed(*args)
        change_password()

    monkeypatch.setattr(email_addresses, "require_confirmed", confirmed_slowly)
    assert Api().post("register/", form, key).refusal == (401, "wrong_credentials")
    assert not Session.objects.exists()
