"""A room, and what is published."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.chat.hearth import Hearth, Published, RecordingLayer


@pytest.fixture
def hearth() -> Hearth:
    return Hearth()


@pytest.fixture
def published(transactional_db: None, hearth: Hearth, settings: Settings) -> Iterator[Published]:
    """What is published after the room was made, by commits that are real ones."""
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "tests.chat.hearth.RecordingLayer"}}
    RecordingLayer.sent.clear()
    yield Published(RecordingLayer.sent)
    RecordingLayer.sent.clear()
