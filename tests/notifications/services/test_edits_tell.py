"""Whom an edit tells: who is named by it. Not who came later, nor whom the message told long ago."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from chat.models import Message
from chat.services.authority import Member
from chat.services.messages import editing, restoring
from chat.services.rooms import direct, memberships
from notifications.models import Crowd, InboxItem
from notifications.services import candidates, follows, preferences, pruning, receiving
from tests.chat.hearth import Hearth
from tests.notifications.told import kind_of, kinds_of, tell
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


def edit(message: Message, text: str) -> None:
    tell()
    editing.edit(by=message.author, message_id=message.pk, text=text)
    tell()


@pytest.fixture
def guest(hearth: Hearth) -> User:
    return a_user("guest")


def enters(hearth: Hearth, guest: User) -> None:
    memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=[guest.pk])


def test_who_follows_the_thread_since(hearth: Hearth) -> None:
    root = hearth.say("Who makes tea?", hearth.member)
    reply = hearth.say("I dp", hearth.owner, thread=root.pk)
    tell()
    follows.wish(by=hearth.moderator, message_id=root.pk, level="all")
    edit(reply, "I do")
    assert kinds_of(hearth.moderator) == {}
    assert kinds_of(hearth.member) == {reply.pk: "reply"}


def test_who_came_into_the_room_since(hearth: Hearth, guest: User) -> None:
    message = hearth.say("@here the tea is raedy")
    tell()
    enters(hearth, guest)
    edit(message, "@here the tea is ready")
    assert kinds_of(guest) == {}
    edit(message, "@here the tea is ready, @guest")
    assert kinds_of(guest) == {message.pk: "mention"}


def test_who_came_into_the_direct_room_since(hearth: Hearth) -> None:
    hearth.id = direct.open_direct(by=hearth.owner, others=[hearth.member.pk, hearth.moderator.pk]).room.pk
    message = hearth.say("Psts")
    tell()
    InboxItem.objects.filter(user=hearth.moderator).delete()
    edit(message, "Psst")
    assert kinds_of(hearth.moderator) == {}
    assert kinds_of(hearth.member) == {message.pk: "direct"}


def test_a_room_that_is_large_since(hearth: Hearth, guest: User, monkeypatch: pytest.MonkeyPatch) -> None:
    message = hearth.say("@here the tea is raedy")
    tell()
    enters(hearth, guest)
    monkeypatch.setattr(candidates, "FEW", 1)
    edit(message, "@here the tea is ready")
    assert kinds_of(guest) == {}
    assert not Crowd.objects.exists()


def test_whom_it_mentions_still(hearth: Hearth) -> None:
    """Their inbox held too much, so the item is gone."""
    message = hearth.say("@yuki the tea is raedy")
    tell()
    InboxItem.objects.all().delete()
    for text in ("@yuki the tea is ready", "@yuki @kenji the tea is ready"):
        edit(message, text)
        assert kinds_of(hearth.member) == {}
    assert kinds_of(hearth.moderator) == {message.pk: "mention"}


def test_several_edits_before_anybody_is_told_of_them(hearth: Hearth) -> None:
    """One names somebody, and another one finds them named."""
    message = hearth.say("the tea is ready")
    tell()
    for text in ("@yuki the tea is ready", "@yuki the tea is ready!"):
        editing.edit(by=hearth.owner, message_id=message.pk, text=text)
    assert kinds_of(hearth.member) == {message.pk: "mention"}


def test_a_keyword_that_was_there(hearth: Hearth) -> None:
    receiving.believe(True)
    message = hearth.say("the tea is raedy")
    tell()
    preferences.change(by=hearth.member, keywords=["tea"])
    preferences.change(by=hearth.moderator, keywords=["kettle"])
    edit(message, "the tea is ready")
    assert kinds_of(hearth.member) == {}
    for text in ("the tea and the kettle are ready", "the tea and the kettle are ready!"):
        edit(message, text)
    assert (kinds_of(hearth.member), kinds_of(hearth.moderator)) == ({}, {message.pk: "keyword"})


def test_a_keyword_that_one_of_several_edits_adds(hearth: Hearth) -> None:
    receiving.believe(True)
    preferences.change(by=hearth.member, keywords=["kettle"])
    message = hearth.say("the tea is ready")
    tell()
    for text in ("the kettle is ready", "the kettle is ready!"):
        editing.edit(by=hearth.owner, message_id=message.pk, text=text)
    assert kinds_of(hearth.member) == {message.pk: "keyword"}


def test_a_keyword_is_what_is_left_of_a_mention(hearth: Hearth) -> None:
    receiving.believe(True)
    preferences.change(by=hearth.member, keywords=["kettle"])
    message = hearth.say("@yuki, the kettle")
    assert kinds_of(hearth.member) == {message.pk: "mention"}
    edit(message, "the kettle")
    assert kinds_of(hearth.member) == {message.pk: "keyword"}


@pytest.mark.parametrize("text", ["@yuki come", "@here come", "kettle"])
def test_nothing_that_is_older_than_inboxes(hearth: Hearth, text: str) -> None:
    receiving.believe(True)
    preferences.change(by=hearth.member, keywords=["kettle"])
    message = hearth.say("come")
    tell()
    Message.objects.filter(pk=message.pk).update(created_at=timezone.now() - pruning.KEPT - timedelta(hours=1))
    edit(message, text)
    assert kinds_of(hearth.member) == {}


def test_what_is_told_still_changes(hearth: Hearth) -> None:
    root = hearth.say("Who makes tea?", hearth.member)
    reply = hearth.say("@yuki, I do", hearth.owner, thread=root.pk)
    assert kind_of(hearth.member, reply) == "mention"
    edit(reply, "I do")
    assert kind_of(hearth.member, reply) == "reply"


def test_restored_before_it_was_told(hearth: Hearth) -> None:
    message = hearth.say("@yuki come")
    editing.delete(by=Member(hearth.moderator), message=message)
    assert kinds_of(hearth.member) == {}
    restoring.restore(by=Member(hearth.moderator), message=message)
    assert kinds_of(hearth.member) == {message.pk: "mention"}
