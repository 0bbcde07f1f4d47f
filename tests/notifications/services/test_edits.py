"""Edits: a message is told of once, whatever they take away and bring back."""

import pytest

from chat.models import Message
from chat.services.messages import editing
from chat.services.rooms import direct
from notifications.models import Follow, InboxItem
from notifications.services import marking
from tests.chat.hearth import Hearth
from tests.notifications.told import inbox, kind_of, kinds_of, tell

pytestmark = pytest.mark.django_db


def edit(hearth: Hearth, message: Message, text: str) -> None:
    editing.edit(by=message.author, message_id=message.pk, text=text)
    tell()


def test_it_mentions_somebody_else(hearth: Hearth) -> None:
    message = hearth.say("@yuki come")
    assert kind_of(hearth.member, message) == "mention"
    edit(hearth, message, "@kenji come")
    assert kind_of(hearth.moderator, message) == "mention"
    assert kinds_of(hearth.member) == {}
    assert inbox(hearth.member) == []
    edit(hearth, message, "@kenji come, please")
    assert kinds_of(hearth.moderator) == {message.pk: "mention"}


def test_what_is_done_stays_done(hearth: Hearth) -> None:
    message = hearth.say("@yuki come")
    tell()
    (item,) = InboxItem.objects.all()
    marking.mark_done(by=hearth.member)
    edit(hearth, message, "come")
    assert inbox(hearth.member) == []
    edit(hearth, message, "@yuki come")
    assert inbox(hearth.member) == [("mention", "@yuki come", True)]
    assert InboxItem.objects.get().pk == item.pk


def test_for_another_reason_it_is_the_same_item(hearth: Hearth) -> None:
    hearth.id = direct.open_direct(by=hearth.owner, others=[hearth.member.pk]).room.pk
    message = hearth.say("@yuki psst")
    tell()
    marking.mark_done(by=hearth.member)
    edit(hearth, message, "psst")
    assert inbox(hearth.member) == [("direct", "psst", True)]
    edit(hearth, message, "psst @yuki")
    assert inbox(hearth.member) == [("mention", "psst @yuki", True)]


def test_everybody_or_somebody(hearth: Hearth) -> None:
    message = hearth.say("@here come")
    for text, member, moderator in (
        ("@here @yuki come", "mention", "here"),
        ("@yuki come", "mention", None),
        ("come", None, None),
        ("@kenji come", None, "mention"),
        ("@here come", "here", "here"),
    ):
        edit(hearth, message, text)
        assert (kind_of(hearth.member, message), kind_of(hearth.moderator, message)) == (member, moderator), text
    assert InboxItem.objects.count() == 2


def test_edited_before_it_is_told_it_is_new(hearth: Hearth) -> None:
    """Who writes in a thread follows it."""
    root = hearth.say("Who makes tea?", hearth.member)
    reply = hearth.say("I dp", hearth.moderator, thread=root.pk)
    edit(hearth, reply, "I do")
    assert kind_of(hearth.member, reply) == "reply"
    assert set(Follow.objects.values_list("user", flat=True)) == {hearth.member.pk, hearth.moderator.pk}


def test_an_edit_follows_nothing(hearth: Hearth) -> None:
    root = hearth.say("Who makes tea?", hearth.member)
    reply = hearth.say("I dp", hearth.moderator, thread=root.pk)
    tell()
    Follow.objects.all().delete()
    edit(hearth, reply, "I do")
    assert not Follow.objects.exists()
