"""An administrator, a room of somebody else, and what is published while a request runs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from chat.models import Room
from chat.services.rooms import rooms
from tests.chat.admin.pages import signed_in
from tests.chat.hearth import Published, RecordingLayer
from tests.support.in_process import a_user

Query = Callable[[], Any]


@pytest.fixture
def hanako() -> User:
    return a_user("hanako", is_staff=True, is_superuser=True)


@pytest.fixture
def kenji() -> User:
    return a_user("kenji", display_name="健二")


@pytest.fixture
def room(kenji: User) -> Room:
    return rooms.create(owner=kenji, name="Hearth", topic="Sit down")


@pytest.fixture
def admin(hanako: User) -> Client:
    return signed_in(hanako)


@pytest.fixture
def published(settings: Any, django_capture_on_commit_callbacks: Any) -> Callable[[Query], Published]:
    """What goes out when a request is committed."""
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "tests.chat.hearth.RecordingLayer"}}

    def after(request: Query) -> Published:
        RecordingLayer.sent.clear()
        with django_capture_on_commit_callbacks(execute=True):
            request()
        return Published(list(RecordingLayer.sent))

    return after
