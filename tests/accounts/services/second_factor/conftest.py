"""Somebody with two-step sign-in, while the clock stands still."""

import time
from types import SimpleNamespace

import pytest

from accounts.models import User
from accounts.services import second_factor
from tests.accounts import authenticator
from tests.accounts.authenticator import Authenticator, turn_on
from tests.support.in_process import Api, a_user


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The app's clock and the server's show the same second throughout: a code's 30 seconds do not end between the two."""
    now = time.time()
    for clock in (second_factor, authenticator):
        monkeypatch.setattr(clock, "time", SimpleNamespace(time=lambda: now))


@pytest.fixture
def hanako() -> User:
    return a_user("hanako")


@pytest.fixture
def api(hanako: User) -> Api:
    return Api(hanako)


@pytest.fixture
def app(api: Api) -> Authenticator:
    return turn_on(api)[0]
