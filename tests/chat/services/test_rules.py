"""Who may post in a room, and how often."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from chat.models import Message
from chat.services.authority import Member
from chat.services.messages import editing, sending
from chat.services.messages.storing import NewMessage, Sent, send_together
from chat.services.rooms import joining, rooms
from core.problems import Problem
from tests.chat.hearth import Hearth, Published

pytestmark = pytest.mark.django_db


def rule(hearth: Hearth, **rules: Any) -> None:
    rooms.change(by=Member(hearth.moderator), room_id=hearth.id, **rules)


def said(hearth: Hearth, user: User, seconds_ago: float) -> Message:
    message = hearth.say("before", user)
    Message.objects.filter(pk=message.pk).update(created_at=timezone.now() - timedelta(seconds=seconds_ago))
    return message


def queries_of(hearth: Hearth) -> int:
    with CaptureQueriesContext(connection) as captured:
        hearth.say("how much?", hearth.owner)
    return len(captured)


class TestPosting:
    def test_is_left_to_those_who_look_after_the_room(self, hearth: Hearth) -> None:
        rule(hearth, posting="moderators")
        hearth.say("news", hearth.owner)
        root = hearth.say("more news", hearth.moderator)
        for place in ({}, {"thread": root.pk}):
            with pytest.raises(Problem, match="posting_closed"):
                hearth.say("why?", hearth.member, **place)
        rule(hearth, posting="everybody")
        hearth.say("why?", hearth.member)

    def test_nobody_posts_by_editing_what_was_posted_before(self, hearth: Hearth) -> None:
        message = hearth.say("hello", hearth.member)
        rule(hearth, posting="moderators")
        with pytest.raises(Problem, match="posting_closed"):
            editing.edit(by=hearth.member, message_id=message.pk, text="read this instead")
        rule(hearth, posting="everybody")
        assert editing.edit(by=hearth.member, message_id=message.pk, text="hello!").text == "hello!"

    def test_a_retry_of_what_was_posted_before_is_answered(self, hearth: Hearth) -> None:
        message = hearth.say("in time", hearth.member)
        rule(hearth, posting="moderators")
        assert hearth.say("in time", hearth.member, nonce=message.nonce) == message

    def test_the_room_is_told_whole(self, hearth: Hearth, published: Published) -> None:
        before = hearth.room.rev
        rule(hearth, posting="moderators", slow_seconds=30)
        ((group, frame),) = published.frames
        assert (group, frame["rev"]) == (f"room.{hearth.id}", before + 1)
        assert (frame["name"], frame["posting"], frame["slow_seconds"]) == ("Hearth", "moderators", 30)


class TestSlowMode:
    def test_a_member_waits(self, hearth: Hearth) -> None:
        rule(hearth, slow_seconds=60)
        said(hearth, hearth.member, seconds_ago=40)
        with pytest.raises(Problem, match="slow_mode") as refused:
            hearth.say("already?", hearth.member)
        assert 15 < (refused.value.wait or 0) <= 20
        assert "seconds" in refused.value.detail

    def test_and_may_go_on_then(self, hearth: Hearth) -> None:
        rule(hearth, slow_seconds=60)
        said(hearth, hearth.member, seconds_ago=61)
        hearth.say("at last", hearth.member)

    @pytest.mark.parametrize("person", ["owner", "moderator"])
    def test_who_looks_after_the_room_does_not(self, hearth: Hearth, person: str) -> None:
        rule(hearth, slow_seconds=60)
        for _ in range(2):
            hearth.say("quickly", hearth.person(person))

    def test_one_member_does_not_hold_up_another(self, hearth: Hearth) -> None:
        joining.join(by=hearth.stranger, room_id=hearth.id)
        rule(hearth, slow_seconds=60)
        hearth.say("one", hearth.member)
        hearth.say("two", hearth.stranger)

    def test_what_was_said_elsewhere_does_not_count(self, hearth: Hearth) -> None:
        kitchen = rooms.create(owner=hearth.member, name="Kitchen")
        rule(hearth, slow_seconds=60)
        sending.send(NewMessage(by=hearth.member, room_id=kitchen.pk, nonce=uuid.uuid4(), text="there"))
        hearth.say("here", hearth.member)

    def test_of_several_handed_in_together_the_first_is_stored(self, hearth: Hearth) -> None:
        rule(hearth, slow_seconds=60)
        drafts = [NewMessage(hearth.member, hearth.id, uuid.uuid4(), text) for text in ("one", "two")]
        first, second = send_together(drafts)
        assert isinstance(first, Sent)
        assert isinstance(second, Problem)
        assert second.code == "slow_mode"

    def test_other_rooms_pay_nothing_for_it(self, hearth: Hearth) -> None:
        usual = queries_of(hearth)
        rule(hearth, slow_seconds=60)
        assert queries_of(hearth) == usual + 1

    def test_an_edit_is_no_new_message(self, hearth: Hearth) -> None:
        rule(hearth, slow_seconds=60)
        message = hearth.say("frist", hearth.member)
        assert editing.edit(by=hearth.member, message_id=message.pk, text="first").text == "first"

    def test_deleting_what_one_said_shortens_nothing(self, hearth: Hearth) -> None:
        rule(hearth, slow_seconds=60)
        editing.delete(by=Member(hearth.member), message=hearth.say("oops", hearth.member))
        with pytest.raises(Problem, match="slow_mode"):
            hearth.say("again", hearth.member)
