"""What is left of people and rooms that are gone: nothing is told, and no row outlives them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.models import User
from accounts.services import people, sessions
from notifications.models import Batch, Follow, InboxItem, InboxState, Keyword, Preferences, PushSubscription, Snooze
from notifications.services import preferences, snoozes
from tests.chat.hearth import Hearth
from tests.idempotency.push_calls import subscribed
from tests.notifications.told import kind_of, tell

pytestmark = pytest.mark.django_db

OF_A_PERSON = (InboxItem, InboxState, Keyword, Preferences, PushSubscription, Follow)


@pytest.fixture(autouse=True)
def furnished(hearth: Hearth) -> Iterator[None]:
    """The member has one of everything."""
    subscribed(sessions.begin(hearth.member).session)
    preferences.change(by=hearth.member, keywords=["tea"], level="all")
    root = hearth.say("@yuki come")
    hearth.say("when?", hearth.member, thread=root.pk)
    tell()
    snoozes.snooze(by=hearth.member, room_id=hearth.id, until=timezone.now() + timedelta(hours=1))
    for model in OF_A_PERSON:
        assert model._default_manager.filter(user=hearth.member).exists(), model
    yield
    # Nothing names what is gone.
    for table in apps.get_app_config("notifications").get_models():
        for field in table._meta.concrete_fields:
            if field.many_to_one or field.one_to_one:
                related: Any = field.related_model
                known = related._base_manager.values("pk")
                assert not table._base_manager.exclude(**{f"{field.attname}__in": known}).exists(), field


def test_of_a_deleted_person(hearth: Hearth) -> None:
    hearth.say("@kenji", hearth.member)
    tell()
    assert InboxItem.objects.filter(user=hearth.moderator, author=hearth.member).exists()
    gone = hearth.member.pk
    hearth.room.messages.filter(author=gone).delete()
    User.objects.get(pk=gone).delete()
    for model in OF_A_PERSON:
        assert not model._default_manager.filter(user=gone).exists(), model
    assert not Snooze.objects.exists()
    assert not InboxItem.objects.filter(author=gone).exists()


def test_of_a_deleted_room(hearth: Hearth) -> None:
    hearth.room.delete()
    assert not InboxItem.objects.exists()
    assert not Follow.objects.exists()
    assert not Snooze.objects.exists()


def test_of_a_room_that_goes_before_it_is_told(hearth: Hearth) -> None:
    hearth.say("@kenji one last time")
    hearth.room.delete()
    tell()
    assert not Batch.objects.exists()
    assert not InboxItem.objects.exists()


def test_a_deactivated_person_is_told_nothing_and_has_no_device(hearth: Hearth) -> None:
    snoozes.wake(by=hearth.member, room_id=hearth.id)
    people.set_active(user=hearth.member, active=False)
    assert kind_of(hearth.member, hearth.say("@yuki tea")) is None
    assert not PushSubscription.objects.live().exists()
    people.set_active(user=hearth.member, active=True)
    assert kind_of(hearth.member, hearth.say("@yuki tea again")) == "mention"
