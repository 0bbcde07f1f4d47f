"""Messages: stored once, numbered, published after the commit."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from chat import payloads
from chat.models import Message
from chat.services.authority import Member
from chat.services.messages import editing, pins, reactions, sending
from chat.services.messages.storing import NewMessage
from chat.services.rooms import bans, memberships, rooms
from core.problems import Problem
from tests.chat.hearth import Hearth, Published, frame_of

pytestmark = pytest.mark.django_db


class TestSend:
    def test_it_is_stored_and_numbered(self, hearth: Hearth) -> None:
        before = hearth.room
        now = timezone.now()
        message = Message.objects.get(pk=hearth.say("お茶が入りました", hearth.member).pk)
        room = hearth.room
        assert (message.author, message.text) == (hearth.member, "お茶が入りました")
        assert (message.seq, message.rev) == (1, before.rev + 1) == (room.last_seq, room.rev)
        assert message.created_at == room.last_message_at == room.changed_at
        assert timedelta(0) <= message.created_at - now < timedelta(seconds=10)
        assert (message.edited_at, message.deleted_at, message.reply_to) == (None, None, None)
        assert room.room_rev == before.room_rev

    def test_the_room_is_told_the_whole_message(self, hearth: Hearth, published: Published) -> None:
        message = hearth.say()
        assert published.frames == [frame_of(message)]
        assert published.events == []

    def test_nobody_is_told_before_the_commit(self, hearth: Hearth, published: Published) -> None:
        with transaction.atomic():
            hearth.store()
            assert published.sent == []
        assert len(published.sent) == 1

    def test_nobody_is_told_of_what_was_rolled_back_and_its_numbers_are_used_again(
        self, hearth: Hearth, published: Published
    ) -> None:
        before = hearth.room
        with transaction.atomic():
            hearth.store("never said")
            transaction.set_rollback(True)
        assert published.sent == []
        message = hearth.say("said")
        assert (message.seq, message.rev) == (before.last_seq + 1, before.rev + 1)

    @pytest.mark.django_db(transaction=True)
    def test_a_message_is_stored_where_nobody_can_be_told(self, hearth: Hearth, settings: Any) -> None:
        settings.CHANNEL_LAYERS = {"default": {"BACKEND": "tests.chat.services.messages.test_sending.BrokenLayer"}}
        assert Message.objects.filter(pk=hearth.say().pk).exists()

    def test_rooms_count_for_themselves(self, hearth: Hearth) -> None:
        other = rooms.create(owner=hearth.owner, name="Kitchen")
        numbers = []
        for room_id in (hearth.id, other.pk, hearth.id):
            sent = sending.send(NewMessage(by=hearth.owner, room_id=room_id, nonce=uuid.uuid4(), text="hello"))
            numbers.append(sent.message.seq)
        assert numbers == [1, 1, 2]


class BrokenLayer:
    def on_this_loop(self) -> "BrokenLayer":
        return self

    async def publish(self, publishes: object) -> None:
        raise ConnectionError


class TestNonce:
    def test_a_retry_stores_and_tells_nothing_new(self, hearth: Hearth, published: Published) -> None:
        nonce = uuid.uuid4()
        first = hearth.say("once", nonce=nonce)
        before = hearth.room.rev
        published.clear()
        again = sending.send(NewMessage(by=hearth.owner, room_id=hearth.id, nonce=nonce, text="once, edited meanwhile"))
        assert (again.created, again.message.pk, again.message.text) == (False, first.pk, "once")
        assert (hearth.room.rev, Message.objects.count(), published.sent) == (before, 1, [])

    def test_a_retry_gets_the_message_as_it_is_now(self, hearth: Hearth) -> None:
        nonce = uuid.uuid4()
        first = hearth.say("draft", nonce=nonce)
        editing.edit(by=hearth.owner, message_id=first.pk, text="final")
        assert hearth.say("draft", nonce=nonce).text == "final"

    def test_a_retry_is_answered_after_the_room_was_archived(self, hearth: Hearth) -> None:
        nonce = uuid.uuid4()
        first = hearth.say(nonce=nonce)
        hearth.archive()
        assert hearth.say(nonce=nonce) == first

    def test_in_another_room_it_is_a_conflict(self, hearth: Hearth) -> None:
        other = rooms.create(owner=hearth.owner, name="Kitchen")
        nonce = uuid.uuid4()
        hearth.say(nonce=nonce)
        with pytest.raises(Problem, match="nonce_conflict"):
            sending.send(NewMessage(by=hearth.owner, room_id=other.pk, nonce=nonce, text="hello"))
        other.refresh_from_db()
        assert other.last_seq == 0

    def test_two_people_may_choose_the_same(self, hearth: Hearth) -> None:
        nonce = uuid.uuid4()
        assert hearth.say(nonce=nonce) != hearth.say(author=hearth.member, nonce=nonce)

    def test_a_retry_of_somebody_who_was_removed_finds_their_message(self, hearth: Hearth) -> None:
        nonce = uuid.uuid4()
        stored = hearth.say(author=hearth.member, nonce=nonce)
        bans.ban(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk)
        assert hearth.say(author=hearth.member, nonce=nonce) == stored
        with pytest.raises(Problem, match="not_found"):
            hearth.say(author=hearth.member)

    def test_a_retry_tells_who_was_removed_nothing_that_others_did_since(self, hearth: Hearth) -> None:
        nonce = uuid.uuid4()
        stored = hearth.say(author=hearth.member, nonce=nonce)
        memberships.leave(by=hearth.member, room_id=hearth.id)
        reactions.add(by=hearth.owner, message_id=stored.pk, emoji="🍵")
        pins.pin(by=hearth.owner, message_id=stored.pk)
        hearth.say(thread=stored.pk)
        again = hearth.say(author=hearth.member, nonce=nonce)
        assert (again.reactions, again.replies, again.pinned_at, again.pinned_by) == (None, None, None, None)
        stored.refresh_from_db()
        assert stored.reactions
        assert stored.replies
        assert stored.is_pinned

    def test_a_retry_is_answered_whatever_the_room_has_become(self, hearth: Hearth) -> None:
        nonce = uuid.uuid4()
        stored = hearth.say(author=hearth.member, nonce=nonce)
        rooms.change(by=Member(hearth.owner), room_id=hearth.id, posting="moderators", slow_seconds=3600)
        assert hearth.say(author=hearth.member, nonce=nonce) == stored
        hearth.archive()
        assert hearth.say(author=hearth.member, nonce=nonce) == stored

    def test_a_removed_authors_nonce_in_another_room_is_a_conflict_there(self, hearth: Hearth) -> None:
        nonce = uuid.uuid4()
        hearth.say(author=hearth.member, nonce=nonce)
        memberships.leave(by=hearth.member, room_id=hearth.id)
        others = rooms.create(owner=hearth.stranger, name="Attic", kind="private").pk
        for room in (others, others + 999):
            with pytest.raises(Problem, match="nonce_conflict"):
                sending.send(NewMessage(by=hearth.member, room_id=room, nonce=nonce, text="hello"))

    def test_somebody_elses_nonce_finds_nothing(self, hearth: Hearth) -> None:
        nonce = uuid.uuid4()
        hearth.say(author=hearth.member, nonce=nonce)
        with pytest.raises(Problem, match="not_found"):
            hearth.say(author=hearth.stranger, nonce=nonce)


class TestText:
    @pytest.mark.parametrize(
        ("text", "stored"),
        [
            ("x" * 10_000, "x" * 10_000),
            ("🔥" * 10_000, "🔥" * 10_000),  # characters, not bytes or UTF-16 units
            ("x" * 10_000 + "\0", "x" * 10_000),
            (" indented\n", " indented\n"),
            ("a\0b", "ab"),
            ("a\ud800b", "a?b"),
            ("\r\n.", "\r\n."),
        ],
        ids=["longest", "longest emoji", "longest and NUL", "white space", "NUL", "lone surrogate", "lines"],
    )
    def test_it_is_stored_as_it_is_but_for_what_cannot_be(self, hearth: Hearth, text: str, stored: str) -> None:
        message = hearth.say("first draft")
        assert Message.objects.get(pk=hearth.say(text).pk).text == stored
        editing.edit(by=hearth.owner, message_id=message.pk, text=text)
        assert Message.objects.get(pk=message.pk).text == stored

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "text_empty"),
            (" \n\t\u3000\u00a0", "text_empty"),
            ("\0", "text_empty"),
            ("\ufeff\u200b\u2800 \u3164\u00ad\n\u202e\u2060\u115f", "text_empty"),
            ("x" * 10_001, "text_too_long"),
            ("🔥" * 10_001, "text_too_long"),
            (" " * 9_999 + "xx", "text_too_long"),
        ],
        ids=["nothing", "white space", "NUL", "blanks", "too long", "too many emoji", "too much white space"],
    )
    def test_it_is_refused(self, hearth: Hearth, text: str, code: str) -> None:
        message = hearth.say("first draft")
        before = hearth.room.rev
        with pytest.raises(Problem, match=code):
            hearth.say(text)
        with pytest.raises(Problem, match=code):
            editing.edit(by=hearth.owner, message_id=message.pk, text=text)
        assert (hearth.room.rev, Message.objects.get().text) == (before, "first draft")


class TestReply:
    def test_it_names_a_message_of_the_room(self, hearth: Hearth) -> None:
        first = hearth.say()
        assert payloads.Message.of(hearth.say("indeed", hearth.member, reply_to=first.pk)).reply_to == first.pk

    def test_a_message_of_another_room_is_none(self, hearth: Hearth) -> None:
        other = rooms.create(owner=hearth.owner, name="Kitchen")
        elsewhere = sending.send(
            NewMessage(by=hearth.owner, room_id=other.pk, nonce=uuid.uuid4(), text="hello")
        ).message
        for missing in (elsewhere.pk, elsewhere.pk + 1):
            with pytest.raises(Problem) as caught:
                hearth.say("indeed", reply_to=missing)
            assert caught.value.fields == {"reply_to": ["does_not_exist"]}
        assert not hearth.room.messages.exists()
