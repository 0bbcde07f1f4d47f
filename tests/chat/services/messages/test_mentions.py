"""Mentions: who of a room is called, and how many calls somebody has not read."""

import uuid

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from chat import payloads, selectors
from chat.models import Mention, Message, Room
from chat.services.authority import Member
from chat.services.messages import editing
from chat.services.messages.storing import NewMessage, Sent, send_together
from chat.services.personal import reading
from chat.services.rooms import joining, memberships, rooms
from tests.chat.hearth import Hearth
from tests.chat.shown_rooms import shown
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


def called(message: Message) -> tuple[list[int], bool]:
    stored = payloads.Message.of(Message.objects.get(pk=message.pk))
    return stored.mentions, stored.mentions_here


class TestWhom:
    def test_members_in_the_order_of_the_text(self, hearth: Hearth) -> None:
        message = hearth.say("@yuki @Kenji, and @yuki again")
        assert called(message) == ([hearth.member.pk, hearth.moderator.pk], False)

    @pytest.mark.parametrize("text", ["@taro", "@sora", "@nobody", "yuki", "`@yuki`", "me@yuki"])
    def test_nobody_else(self, hearth: Hearth, text: str) -> None:
        assert called(hearth.say(text)) == ([], False)

    def test_the_longest_name_that_is_a_members(self, hearth: Hearth) -> None:
        longer, written = a_user("yuki-san"), a_user("花子")
        for user in (longer, written):
            joining.join(by=user, room_id=hearth.id)
        assert called(hearth.say("@yuki-sanお願い"))[0] == [longer.pk]
        assert called(hearth.say("@yukiさん、@花子さん"))[0] == [hearth.member.pk, written.pk]

    @pytest.mark.parametrize("text", ["@Émile", "@ÉMILE", "@e\u0301mile、お茶", "@ÉＭＩＬＥ さん"])
    def test_every_spelling_of_a_name(self, hearth: Hearth, text: str) -> None:
        emile, decoy = a_user("émile"), a_user("e")
        for user in (emile, decoy):
            joining.join(by=user, room_id=hearth.id)
        assert called(hearth.say(text))[0] == [emile.pk]

    def test_each_room_has_its_own_members(self, hearth: Hearth) -> None:
        kitchen = rooms.create(owner=hearth.owner, name="Kitchen", members=[hearth.stranger.pk]).pk
        drafts = [
            NewMessage(hearth.owner, room, uuid.uuid4(), text)
            for room, text in ((hearth.id, "@yuki @sora"), (kitchen, "@yuki @sora"), (kitchen, "no call"))
        ]
        sent = [outcome.message for outcome in send_together(drafts) if isinstance(outcome, Sent)]
        assert [called(message)[0] for message in sent] == [[hearth.member.pk], [hearth.stranger.pk], []]

    @pytest.mark.parametrize(("members", "ordinary"), [(500, True), (501, False)])
    def test_everybody_in_a_large_room_only_by_moderators(self, hearth: Hearth, members: int, ordinary: bool) -> None:
        Room.objects.filter(pk=hearth.id).update(member_count=members)
        people = (hearth.owner, hearth.moderator, hearth.member)
        assert [called(hearth.say("@here", user))[1] for user in people] == [True, True, ordinary]

    def test_an_edit_calls_anew(self, hearth: Hearth) -> None:
        message = hearth.say("@yuki")
        for text, people, here in (("@kenji", [hearth.moderator.pk], False), ("@here", [], True), ("tea", [], False)):
            editing.edit(by=hearth.owner, message_id=message.pk, text=text)
            assert called(message) == (people, here)
            assert set(Mention.objects.values_list("user_id", flat=True)) == set(people)


class TestRenamed:
    def test_the_payload_says_how_the_text_spells_whom(self, hearth: Hearth) -> None:
        message = hearth.say("＠Yuki, @here and @yuki")
        User.objects.filter(pk=hearth.member.pk).update(username="snow")
        said = payloads.Message.of(Message.objects.get(pk=message.pk)).mention_texts
        assert msgspec.to_builtins(said) == [
            {"text": "＠Yuki", "user": hearth.member.pk},
            {"text": "@here", "user": None},
            {"text": "@yuki", "user": hearth.member.pk},
        ]

    def test_nothing_is_said_where_nobody_is_mentioned(self, hearth: Hearth) -> None:
        assert b"mention_texts" not in msgspec.json.encode(payloads.Message.of(hearth.say("tea")))

    def test_an_edit_keeps_the_mention(self, hearth: Hearth) -> None:
        message = hearth.say("@yuki")
        User.objects.filter(pk=hearth.member.pk).update(username="snow")
        for text in ("@yuki, tea?", "Tea, ＠YUKI?", "@yukiさん"):
            editing.edit(by=hearth.owner, message_id=message.pk, text=text)
            assert called(message)[0] == [hearth.member.pk]

    def test_who_takes_the_name_does_not_take_the_mention(self, hearth: Hearth) -> None:
        message = hearth.say("@yuki")
        User.objects.filter(pk=hearth.member.pk).update(username="snow")
        User.objects.filter(pk=hearth.moderator.pk).update(username="yuki")
        editing.edit(by=hearth.owner, message_id=message.pk, text="@yuki, tea?")
        assert called(message)[0] == [hearth.member.pk]
        assert called(hearth.say("@yuki"))[0] == [hearth.moderator.pk]

    def test_who_has_left_is_not_mentioned_again(self, hearth: Hearth) -> None:
        message = hearth.say("@yuki")
        memberships.leave(by=hearth.member, room_id=hearth.id)
        editing.edit(by=hearth.owner, message_id=message.pk, text="@yuki, tea?")
        assert called(message)[0] == []

    def test_a_deleted_message_says_nothing(self, hearth: Hearth) -> None:
        message = hearth.say("@yuki")
        editing.delete(by=Member(hearth.owner), message=message)
        assert Message.objects.get(pk=message.pk).mention_texts is None


class TestCount:
    def count(self, hearth: Hearth, user: User) -> int:
        found = selectors.summary_of(user, hearth.id)
        (beginning,) = selectors.beginnings_of([user])
        assert beginning is not None
        (said,) = shown(beginning.rooms)
        assert (said.mentions, said.unread) == (found.mentions, found.unread)
        return found.mentions

    def test_unread_calls_of_others(self, hearth: Hearth) -> None:
        for text in ("@yuki", "@kenji", "@yuki @kenji", "@here", "@yuki @here", "tea"):
            hearth.say(text)
        for text in ("@yuki to myself", "@yuki @here"):
            hearth.say(text, hearth.member)
        people = (hearth.member, hearth.moderator, hearth.owner)
        assert [self.count(hearth, user) for user in people] == [4, 5, 1]

    def test_what_was_read_counts_no_more(self, hearth: Hearth) -> None:
        first, _ = hearth.say("@yuki"), hearth.say("@yuki")
        reading.advance(by=hearth.member, room_id=hearth.id, seq=first.seq)
        assert self.count(hearth, hearth.member) == 1
        reading.advance(by=hearth.member, room_id=hearth.id, seq=first.seq + 1)
        assert self.count(hearth, hearth.member) == 0

    @pytest.mark.parametrize("text", ["@yuki", "@here"])
    def test_nor_what_was_deleted_or_taken_back(self, hearth: Hearth, text: str) -> None:
        regret, changed = hearth.say(text), hearth.say(text)
        editing.delete(by=Member(hearth.owner), message=regret)
        assert self.count(hearth, hearth.member) == 1
        editing.edit(by=hearth.owner, message_id=changed.pk, text="never mind")
        assert self.count(hearth, hearth.member) == 0

    def test_who_comes_later_was_not_called(self, hearth: Hearth) -> None:
        hearth.say("@here")
        joining.join(by=hearth.stranger, room_id=hearth.id)
        assert self.count(hearth, hearth.stranger) == 0

    def test_it_ends_somewhere(self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("chat.selectors.unread.COUNTED", 3)
        for _ in range(5):
            hearth.say("@yuki")
        # `summary_of` keeps its SQL, with the number that was there before.
        (summary,) = selectors.summaries_of(hearth.member, room_ids=[hearth.id])
        assert summary.mentions == 3


@pytest.mark.parametrize(
    ("text", "more"),
    [("tea", 0), ("me@example.org", 0), ("`@yuki`", 0), ("@nobody", 1), ("@here", 1), ("@yuki @kenji", 2)],
)
def test_only_a_call_costs_a_question_more(hearth: Hearth, text: str, more: int) -> None:
    def queries(text: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            hearth.say(text)
        return len(captured)

    assert queries(text) == queries("tea") + more
