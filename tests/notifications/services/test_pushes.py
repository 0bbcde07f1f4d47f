"""Whom a push is asked for: whoever is told, has a device, and wants to be disturbed now."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.services import sessions
from chat.services.messages import editing
from chat.services.personal import preferences as room_preferences
from chat.services.rooms import direct
from core.jobs.models import Job
from notifications.models import Batch, PushSubscription
from notifications.push import vapid
from notifications.push.jobs import PUSH_ROOM
from notifications.push.relevance import due_of_every_message
from notifications.services import preferences, receiving
from tests.chat.hearth import Hearth
from tests.notifications.told import tell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def devices(hearth: Hearth) -> None:
    """Of everybody but the moderator."""
    receiving.believe(None)
    for user in (hearth.owner, hearth.member, hearth.former, hearth.stranger):
        session = sessions.begin(user).session
        PushSubscription.objects.create(
            session=session, user=user, key=vapid.current(), endpoint="", digest=user.username, site="", language="en"
        )


def pushed(user: User) -> list[str]:
    """The kinds of what the user's devices are to tell of, once each."""
    tell()
    waiting = list(Job.objects.filter(type__startswith="notifications.push"))
    Job.objects.all().delete()
    named = [json.loads(job.payload) for job in waiting if job.type != PUSH_ROOM.name]
    every = [json.loads(job.payload) for job in waiting if job.type == PUSH_ROOM.name]
    listening = [
        each
        for each in every
        if (each["room"], user.pk) in due_of_every_message(each["room"], [user.pk], each["since"])
    ]
    return sorted([each["kind"] for each in named if user.pk in each["users"]] + ["message"] * len(listening))


def test_of_a_mention(hearth: Hearth) -> None:
    hearth.say("@yuki @kenji come")
    tell()
    (job,) = Job.objects.filter(type="notifications.push")
    assert json.loads(job.payload)["users"] == [hearth.member.pk]
    assert pushed(hearth.member) == ["mention"]


def test_of_every_message_where_somebody_wants_that(hearth: Hearth) -> None:
    hearth.say("tea")
    assert pushed(hearth.member) == ["message"]
    hearth.say("mine", hearth.member)
    assert pushed(hearth.member) == []
    for wish in ({"notify": "mentions"}, {"notify": "all", "muted": True}):
        room_preferences.prefer(by=hearth.member, room_id=hearth.id, **wish)
        hearth.say("tea")
        assert pushed(hearth.member) == []
        assert pushed(hearth.former) == pushed(hearth.stranger) == []


def test_not_while_it_is_quiet(hearth: Hearth) -> None:
    preferences.change(by=hearth.member, undisturbed_until=timezone.now() + timedelta(hours=1))
    hearth.say("@yuki")
    assert pushed(hearth.member) == []
    preferences.change(by=hearth.member, undisturbed_until=None)
    hearth.say("@yuki")
    assert pushed(hearth.member) == ["mention"]


def test_once(hearth: Hearth) -> None:
    """An edit is no news to whom it was told, and tells whom it names now."""
    message = hearth.say("@yuki come")
    assert pushed(hearth.member) == ["mention"]
    for text in ("@yuki come, please", "@yuki @kenji come, please"):
        editing.edit(by=hearth.owner, message_id=message.pk, text=text)
        assert pushed(hearth.member) == []
    Batch.objects.create(messages=[message.pk])
    assert pushed(hearth.member) == []


def test_an_edit_takes_the_mention_away_and_brings_it_back(hearth: Hearth) -> None:
    message = hearth.say("@yuki come")
    assert pushed(hearth.member) == ["mention"]
    for text in ("come", "@yuki come"):
        editing.edit(by=hearth.owner, message_id=message.pk, text=text)
        assert pushed(hearth.member) == []


def test_of_a_direct_message_once(hearth: Hearth) -> None:
    hearth.id = direct.open_direct(by=hearth.owner, others=[hearth.member.pk]).room.pk
    message = hearth.say("@yuki psst")
    assert pushed(hearth.member) == ["mention"]
    editing.edit(by=hearth.owner, message_id=message.pk, text="psst")
    assert pushed(hearth.member) == []


def test_edited_before_anybody_was_told_it_is_news(hearth: Hearth) -> None:
    message = hearth.say("coem")
    editing.edit(by=hearth.owner, message_id=message.pk, text="come")
    assert pushed(hearth.member) == ["message"]


def test_the_edit_of_a_plain_message_is_no_news(hearth: Hearth) -> None:
    message = hearth.say("come")
    assert pushed(hearth.member) == ["message"]
    editing.edit(by=hearth.owner, message_id=message.pk, text="come, please")
    assert pushed(hearth.member) == []


def test_a_site_without_devices_notes_no_plain_message(hearth: Hearth, django_capture_on_commit_callbacks: Any) -> None:
    """But the first in a while, which finds out."""

    def noted() -> int:
        with django_capture_on_commit_callbacks(execute=True):
            hearth.store("tea")
        return Batch.objects.all().delete()[0]

    assert [noted(), noted()] == [1, 1]
    PushSubscription.objects.all().delete()
    receiving.believe(None)
    assert [noted(), noted(), noted()] == [1, 0, 0]
    preferences.change(by=hearth.member, keywords=["tea"])
    receiving.believe(None)
    assert [noted(), noted()] == [1, 1]
