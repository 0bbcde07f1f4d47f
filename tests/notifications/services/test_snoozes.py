"""Rooms that are muted for a while: what is said of them later counts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from chat.models import Membership
from chat.services.authority import Member
from chat.services.personal import preferences
from chat.services.rooms import joining, memberships
from notifications.models import Snooze
from notifications.services import snoozes
from tests.chat.hearth import Hearth
from tests.notifications.told import kind_of
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db

Say = Callable[[bool], object]


@pytest.fixture
def say(hearth: Hearth) -> Say:
    """Mute the room, or unmute it, as its menu does."""
    return lambda muted: Api(hearth.member).patch(f"rooms/{hearth.id}/mine/", {"muted": muted})


def begin(hearth: Hearth) -> None:
    snoozes.snooze(by=hearth.member, room_id=hearth.id, until=timezone.now() + timedelta(hours=8))


def end(hearth: Hearth) -> None:
    """The time is over, and the job runs."""
    Snooze.objects.update(until=timezone.now() - timedelta(seconds=1))
    snoozes.end_due(None)  # type: ignore[arg-type]


def is_muted(hearth: Hearth) -> bool:
    return hearth.membership(hearth.member).muted


def test_unmuted_and_muted_again_it_is_so_for_good(hearth: Hearth, say: Say) -> None:
    begin(hearth)
    say(False)
    assert not Snooze.objects.exists()
    say(True)
    assert Api(hearth.member).get("me/notifications/").body["snoozed"] == []
    end(hearth)
    assert is_muted(hearth)
    assert kind_of(hearth.member, hearth.say("@yuki")) is None


def test_muted_for_good_while_it_is_muted_for_a_while(hearth: Hearth, say: Say) -> None:
    begin(hearth)
    say(True)
    end(hearth)
    assert is_muted(hearth)


def test_another_preference_leaves_it(hearth: Hearth) -> None:
    begin(hearth)
    preferences.prefer(by=hearth.member, room_id=hearth.id, favourite=True)
    assert Snooze.objects.exists()


def test_of_another_member_it_stays(hearth: Hearth) -> None:
    begin(hearth)
    preferences.prefer(by=hearth.moderator, room_id=hearth.id, muted=False)
    assert Snooze.objects.get().membership == hearth.membership(hearth.member)


def test_muted_for_longer_while_it_ends(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the job's look at what is over and its turn with the membership."""
    begin(hearth)
    Snooze.objects.update(until=timezone.now() - timedelta(seconds=1))
    lock = Member.lock_membership

    def asked_anew(by: Member, room_id: int) -> Membership:
        monkeypatch.setattr(Member, "lock_membership", lock)
        begin(hearth)
        return by.lock_membership(room_id)

    monkeypatch.setattr(Member, "lock_membership", asked_anew)
    snoozes.end_due(None)  # type: ignore[arg-type]
    assert is_muted(hearth)
    assert Snooze.objects.get().until > timezone.now()


@pytest.mark.parametrize("comes_back", [False, True])
def test_of_who_has_left(hearth: Hearth, comes_back: bool) -> None:
    begin(hearth)
    memberships.leave(by=hearth.member, room_id=hearth.id)
    end(hearth)
    assert not Snooze.objects.exists()
    if comes_back:
        joining.join(by=hearth.member, room_id=hearth.id)
    assert not is_muted(hearth)
