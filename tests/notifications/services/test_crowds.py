"""Everybody in a large room: told in parts, once, and before nobody else."""

import pytest

from accounts.models import User
from chat.services.authority import Member
from chat.services.messages import editing
from chat.services.rooms import memberships
from notifications.models import Batch, Crowd, InboxItem
from notifications.services import candidates, crowds, preferences, telling
from tests.chat.hearth import Hearth
from tests.notifications.told import inbox, kind_of, tell
from tests.support.in_process import a_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db

# With these there are ten people to be told.
GUESTS = 8


@pytest.fixture
def guests(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> list[User]:
    monkeypatch.setattr(candidates, "FEW", 3)
    monkeypatch.setattr(crowds, "MOST_TOGETHER", 3)
    people = [a_user(f"guest{at}") for at in range(GUESTS)]
    memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=[user.pk for user in people])
    return people


def steps() -> int:
    count = 0
    while telling.step():
        count += 1
    return count


def test_in_parts(hearth: Hearth, guests: list[User]) -> None:
    preferences.change(by=guests[3], level="nothing")
    hearth.say("@here @yuki the tea is ready")
    assert steps() == 4  # eleven people, the first three with the mention
    people = {user.pk for user in (hearth.moderator, *guests)} - {guests[3].pk}
    told = dict(InboxItem.objects.values_list("user", "kind"))
    assert told == dict.fromkeys(people, "here") | {hearth.member.pk: "mention"}
    assert not Batch.objects.exists()


def test_others_do_not_wait_for_it(hearth: Hearth, guests: list[User]) -> None:
    hearth.say("@here the tea is ready")
    assert telling.step()
    mention = hearth.say("@yuki yours is black")
    assert telling.step()
    assert InboxItem.objects.filter(user=hearth.member, message=mention).exists()
    assert Crowd.objects.filter(is_waiting=True).exists()


def test_edits_tell_nobody_again(hearth: Hearth, guests: list[User]) -> None:
    message = hearth.say("@here the tea is ready")
    tell()
    assert InboxItem.objects.count() == GUESTS + 2
    for at in range(3):
        editing.edit(by=hearth.owner, message_id=message.pk, text=f"@here the tea is ready {at}")
    assert steps() == 1
    assert InboxItem.objects.count() == GUESTS + 2


def test_an_edit_mentions_them(hearth: Hearth, guests: list[User]) -> None:
    message = hearth.say("the tea is ready")
    tell()
    editing.edit(by=hearth.owner, message_id=message.pk, text="@here the tea is ready")
    tell()
    assert InboxItem.objects.filter(kind="here").count() == GUESTS + 2


def test_an_edit_takes_it_away(hearth: Hearth, guests: list[User]) -> None:
    """Nothing is written for each of them."""
    message = hearth.say("@here the tea is ready")
    tell()
    editing.edit(by=hearth.owner, message_id=message.pk, text="the tea is ready")
    assert queries_of(tell) < 40
    assert [inbox(user) for user in (hearth.member, *guests)] == [[]] * (GUESTS + 1)
    editing.edit(by=hearth.owner, message_id=message.pk, text="@here the tea is ready")
    tell()
    assert kind_of(guests[-1], message) == "here"
    assert InboxItem.objects.count() == GUESTS + 2


def test_taken_away_and_brought_back_while_they_are_told(hearth: Hearth, guests: list[User]) -> None:
    message = hearth.say("@here the tea is ready")
    assert telling.step()
    told = InboxItem.objects.count()
    assert 0 < told < GUESTS
    editing.edit(by=hearth.owner, message_id=message.pk, text="the tea is ready")
    tell()
    assert InboxItem.objects.count() == told
    editing.edit(by=hearth.owner, message_id=message.pk, text="@here the tea is ready")
    tell()
    assert InboxItem.objects.count() == GUESTS + 2
    assert kind_of(guests[-1], message) == "here"


def test_a_deleted_message_ends_it(hearth: Hearth, guests: list[User]) -> None:
    message = hearth.say("@here the tea is ready")
    assert telling.step()
    editing.delete_mine(by=hearth.owner, message_id=message.pk)
    tell()
    assert InboxItem.objects.count() < GUESTS
    assert not Crowd.objects.filter(is_waiting=True).exists()
