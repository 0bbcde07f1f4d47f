"""An administrator, somebody else, and what the site hears of ended sessions while a request runs."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Session, User
from accounts.signals import sessions_ended
from tests.accounts.admin.pages import signed_in
from tests.support.in_process import a_user


@pytest.fixture
def hanako() -> User:
    return a_user("hanako", is_staff=True, is_superuser=True)


@pytest.fixture
def kenji() -> User:
    return a_user("kenji", display_name="健二")


@pytest.fixture
def admin(hanako: User) -> Client:
    return signed_in(hanako)


@pytest.fixture
def told_of_ends(django_capture_on_commit_callbacks: Any) -> Any:
    """What the rest of the site hears of ended sessions while a request runs: (user, reason)."""

    def during(request: Any) -> list[tuple[str, str]]:
        heard: list[tuple[str, str]] = []

        def listen(*, sessions: list[Session], reason: str, **_: Any) -> None:
            heard.extend((session.user.username, reason) for session in sessions)

        sessions_ended.connect(listen)
        try:
            with django_capture_on_commit_callbacks(execute=True):
                request()
        finally:
            sessions_ended.disconnect(listen)
        return heard

    return during
