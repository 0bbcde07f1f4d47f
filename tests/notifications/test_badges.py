"""What is in an inbox no more: each device is told, by a frame of its own."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from accounts.models import User
from chat.events import user_group
from chat.models import Message
from chat.services.authority import Member
from chat.services.messages import editing, restoring
from chat.services.personal import reading
from moderation.services import hiding
from notifications import own_changes
from notifications.models import Crowd, InboxItem
from notifications.services import changes, crowds, marking, pruning
from tests.chat.hearth import Hearth, Published
from tests.notifications.told import tell
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db


def told(published: Published, user: User) -> list[int]:
    """The counts that the person's devices are told from now on."""
    tell()
    events = [event for group, event in published.events if group == user_group(user.pk)]
    frames = [json.loads(event["frame"]) for event in events if event["type"] == "own.frame"]
    published.clear()
    return [frame["unread"] for frame in frames if frame["type"] == "inbox"]


@pytest.fixture
def message(hearth: Hearth, published: Published) -> Message:
    """To the member and the moderator, who are there."""
    for user in (hearth.member, hearth.moderator):
        Api(user)
    said = hearth.say("@here the tea is ready")
    assert told(published, hearth.member) == [1]
    return said


def edit(hearth: Hearth, message: Message, text: str) -> None:
    editing.edit(by=hearth.owner, message_id=message.pk, text=text)


def too_old(hearth: Hearth, message: Message) -> None:
    InboxItem.objects.filter(message=message).update(at=timezone.now() - pruning.KEPT - timedelta(seconds=1))
    pruning.prune(None)  # type: ignore[arg-type]


GONE: dict[str, Callable[[Hearth, Message], Any]] = {
    "deleted": lambda hearth, message: editing.delete_mine(by=hearth.owner, message_id=message.pk),
    "edited": lambda hearth, message: edit(hearth, message, "the tea is ready"),
    "hidden": lambda hearth, _: hiding.hide(by=hearth.member, user_id=hearth.owner.pk),
    "too old": too_old,
}


@pytest.mark.parametrize("why", GONE)
def test_what_is_gone(hearth: Hearth, message: Message, published: Published, why: str) -> None:
    GONE[why](hearth, message)
    assert told(published, hearth.member) == [0]


@pytest.mark.parametrize("why", GONE)
def test_what_was_done_is_no_news(hearth: Hearth, message: Message, published: Published, why: str) -> None:
    reading.advance(by=hearth.member, room_id=hearth.id, seq=message.seq)
    GONE[why](hearth, message)
    assert told(published, hearth.member) == []


def test_what_is_back(hearth: Hearth, message: Message, published: Published) -> None:
    edit(hearth, message, "the tea is ready")
    assert told(published, hearth.member) == [0]
    edit(hearth, message, "@here the tea is ready")
    assert told(published, hearth.member) == [1]
    hiding.hide(by=hearth.member, user_id=hearth.owner.pk)
    assert told(published, hearth.member) == [0]
    hiding.show(by=hearth.member, user_id=hearth.owner.pk)
    assert told(published, hearth.member) == [1]


def test_restored(hearth: Hearth, published: Published) -> None:
    message = hearth.say("@here the tea is ready", hearth.moderator)
    Api(hearth.member)
    assert told(published, hearth.member) == [1]
    editing.delete(by=Member(hearth.owner), message=message)
    assert told(published, hearth.member) == [0]
    restoring.restore(by=Member(hearth.owner), message=message)
    assert told(published, hearth.member) == [1]


def test_an_edit_that_takes_nothing_away_tells_nobody(hearth: Hearth, message: Message, published: Published) -> None:
    edit(hearth, message, "@here the tea is ready!")
    assert told(published, hearth.member) == []


def test_many_are_told_in_parts(
    hearth: Hearth, message: Message, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "FEW", 1)
    monkeypatch.setattr(crowds, "MOST_TOGETHER", 1)
    editing.delete_mine(by=hearth.owner, message_id=message.pk)
    tell()
    events = [event for group, event in published.events if group == user_group(hearth.moderator.pk)]
    assert [json.loads(event["frame"])["unread"] for event in events if event["type"] == "own.frame"] == [0]
    assert told(published, hearth.member) == [0]
    assert not Crowd.objects.exists()


def test_a_frame_that_cannot_be_counted_changes_nothing_else(
    hearth: Hearth, message: Message, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The call is answered, and people are told."""

    def fails(_: object) -> None:
        raise OperationalError("the cake is in the oven")

    monkeypatch.setattr(own_changes, "unread_counts", fails)
    assert Api(hearth.member).post("inbox/done/", {"all": True}).body["unread"] == 0
    assert marking.mark_undone(by=hearth.member, ids=[InboxItem.objects.get(user=hearth.member).pk]).number == 1
    hearth.say("@yuki again")
    tell()
    assert "could not be told" not in caplog.text
    assert "what follows a commit failed: OperationalError at " in caplog.text
    assert "cake" not in caplog.text
