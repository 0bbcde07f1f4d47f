"""A step tells a bounded number of people: threads with many followers and keywords of many are told in parts, as large rooms are."""

from collections.abc import Mapping

import pytest

from accounts.models import User
from chat.models import Message
from chat.services.authority import Member
from chat.services.messages import editing
from chat.services.rooms import memberships
from notifications.models import Batch, Crowd, Follow, InboxItem
from notifications.selectors import keywords
from notifications.services import announcing, candidates, crowds, preferences, receiving, telling
from notifications.services.announcing import Told
from tests.chat.hearth import Hearth
from tests.notifications.told import kind_of, tell
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

GUESTS = 8


@pytest.fixture
def guests(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> list[User]:
    monkeypatch.setattr(candidates, "FEW", 3)
    monkeypatch.setattr(crowds, "MOST_TOGETHER", 3)
    people = [a_user(f"guest{at}") for at in range(GUESTS)]
    memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=[user.pk for user in people])
    return people


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many people were decided about, in each transaction."""
    numbers, decided = list[int](), announcing._decided

    def counted(messages: list[Message], people: dict[int, set[int]], keyword: dict[int, set[int]]) -> list[Told]:
        numbers.append(sum(map(len, people.values())))
        return list(decided(messages, people, keyword))

    monkeypatch.setattr(announcing, "_decided", counted)
    return numbers


def told(kind: str) -> set[int]:
    return set(InboxItem.objects.filter(kind=kind).values_list("user", flat=True))


def followed(hearth: Hearth, guests: list[User]) -> Message:
    """A thread that all guests follow."""
    root = hearth.say("Who are you?")
    Follow.objects.bulk_create([Follow(user=user, thread=root) for user in guests])
    return root


def test_followers(hearth: Hearth, guests: list[User], stored: list[int]) -> None:
    root = followed(hearth, guests)
    reply = hearth.say("@yuki is yuki", hearth.moderator, thread=root.pk)
    tell()
    assert told("reply") == {hearth.owner.pk, *(user.pk for user in guests)}
    assert told("mention") == {hearth.member.pk}
    assert max(stored) <= crowds.MOST_TOGETHER
    assert not Crowd.objects.exists()
    before = InboxItem.objects.count()
    editing.edit(by=hearth.moderator, message_id=reply.pk, text="@yuki is yuki!")
    tell()
    assert InboxItem.objects.count() == before
    assert not Crowd.objects.exists()


def test_who_is_named_does_not_wait_for_them(hearth: Hearth, guests: list[User]) -> None:
    root = followed(hearth, guests)
    reply = hearth.say("@yuki is yuki", hearth.moderator, thread=root.pk)
    assert telling.step()
    assert InboxItem.objects.filter(user=hearth.member, message=reply).exists()
    assert not told("reply").issuperset(user.pk for user in guests)
    tell()
    assert kind_of(guests[-1], reply) == "reply"


def test_a_keyword_of_many(hearth: Hearth, guests: list[User], stored: list[int]) -> None:
    receiving.believe(True)
    for user in guests:
        preferences.change(by=user, keywords=["lunch"])
    message = hearth.say("@guest0 lunch!")
    tell()
    assert told("keyword") == {user.pk for user in guests[1:]}
    assert told("mention") == {guests[0].pk}
    assert max(stored) <= crowds.MOST_TOGETHER
    assert not Crowd.objects.exists()
    InboxItem.objects.all().delete()
    editing.edit(by=hearth.owner, message_id=message.pk, text="@guest0 lunch")
    tell()
    assert not InboxItem.objects.exists(), "it was there before"


def test_a_keyword_of_many_that_an_edit_adds(hearth: Hearth, guests: list[User]) -> None:
    receiving.believe(True)
    for user in guests:
        preferences.change(by=user, keywords=["lunch"])
    preferences.change(by=guests[0], keywords=["lunch", "tea"])
    message = hearth.say("tea")
    tell()
    assert told("keyword") == {guests[0].pk}
    InboxItem.objects.all().delete()
    editing.edit(by=hearth.owner, message_id=message.pk, text="lunch and tea")
    tell()
    assert told("keyword") == {user.pk for user in guests[1:]}


def test_many_messages_wait_for_another_step(
    hearth: Hearth, stored: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one batch, too."""
    monkeypatch.setattr(telling, "MOST_PEOPLE", 3)
    messages = [hearth.say(f"@yuki @kenji {at}") for at in range(5)]
    Batch.objects.all().delete()
    receiving.note([message.pk for message in messages])
    assert telling.step()
    assert InboxItem.objects.count() == 2
    tell()
    assert InboxItem.objects.count() == 10
    assert max(stored) <= 3
    assert not Batch.objects.exists()


def test_long_texts_wait_for_another_step(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where anybody has a keyword: they are looked through."""
    receiving.believe(True)
    preferences.change(by=hearth.member, keywords=["tea"])
    monkeypatch.setattr(telling, "MOST_CHARACTERS", 25)
    found, read = keywords.found_in, list[int]()

    def counted(messages: list[Message]) -> Mapping[int, set[int]]:
        read.append(len(messages))
        return found(messages)

    monkeypatch.setattr(keywords, "found_in", counted)
    said = [hearth.say(f"the tea {at}") for at in range(5)] + [hearth.say("the tea " * 9)]
    tell()
    assert max(read) == 2
    assert {item.message_id for item in InboxItem.objects.filter(kind="keyword")} == {message.pk for message in said}
    assert not Batch.objects.exists()


def test_one_message_is_told_however_many_it_names(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "MOST_PEOPLE", 1)
    hearth.say("@yuki @kenji")
    tell()
    assert told("mention") == {hearth.member.pk, hearth.moderator.pk}


def test_everybody_in_a_thread_of_many(hearth: Hearth, guests: list[User]) -> None:
    """Whoever follows it is told once, of everybody's mention."""
    root = followed(hearth, guests[:5])
    hearth.say("@here", hearth.moderator, thread=root.pk)
    tell()
    people = {hearth.owner.pk, hearth.member.pk, *(user.pk for user in guests)}
    assert told("here") == people
    assert InboxItem.objects.count() == len(people)
