"""Threads: replies beside the room, and what their root tells of them."""

import uuid

import pytest

from accounts.models import User
from chat import payloads, selectors
from chat.models import Message
from chat.services.authority import Member
from chat.services.messages import editing, sending
from chat.services.messages.storing import NewMessage, Sent, send_together
from chat.services.rooms import rooms
from core.problems import Problem
from tests.chat.hearth import Hearth, Published, frame_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(hearth: Hearth) -> Message:
    return hearth.say("Who brings what?")


def replies(root: Message) -> payloads.Replies | None:
    return payloads.Message.of(Message.objects.get(pk=root.pk)).replies


def test_a_reply_changes_its_root(hearth: Hearth, root: Message, published: Published) -> None:
    published.clear()
    reply = hearth.say("Chestnuts", hearth.member, thread=root.pk)
    stored = Message.objects.get(pk=root.pk)
    assert (reply.thread_id, reply.seq, reply.rev) == (root.pk, root.seq + 1, root.rev + 1)
    assert replies(root) == payloads.Replies(1, reply.created_at, [hearth.member.pk])
    assert (stored.rev, stored.seq, hearth.room.rev) == (reply.rev + 1, root.seq, reply.rev + 1)
    assert published.frames == [frame_of(reply), frame_of(stored)]


def test_the_first_few_people_are_named_once_each(
    hearth: Hearth, root: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.services.messages.threads.PEOPLE_SHOWN", 2)
    for user in (hearth.member, hearth.owner, hearth.member, hearth.moderator):
        last = hearth.say("Me too", user, thread=root.pk)
    assert replies(root) == payloads.Replies(4, last.created_at, [hearth.member.pk, hearth.owner.pk])


def test_replies_stored_together_are_one_change_of_their_root(
    hearth: Hearth, root: Message, published: Published
) -> None:
    other = hearth.say("Who drives?")
    head = hearth.room.rev
    published.clear()
    threads = (root.pk, other.pk, None, root.pk)
    drafts = [NewMessage(hearth.owner, hearth.id, uuid.uuid4(), str(turn), None, pk) for turn, pk in enumerate(threads)]
    sent = [outcome.message for outcome in send_together(drafts) if isinstance(outcome, Sent)]
    roots = [Message.objects.get(pk=pk) for pk in (root.pk, other.pk)]
    assert [message.rev for message in (*sent, *roots)] == list(range(head + 1, head + 7))
    assert published.frames == [frame_of(message) for message in (*sent, *roots)]
    assert [shown.count for shown in map(replies, roots) if shown] == [2, 1]
    assert hearth.room.rev == head + 6


def test_a_reply_may_quote(hearth: Hearth, root: Message) -> None:
    first = hearth.say("Chestnuts", thread=root.pk)
    second = hearth.say("How many?", thread=root.pk, reply_to=first.pk)
    assert (second.thread_id, second.reply_to_id) == (root.pk, first.pk)


def test_a_thread_has_no_threads(hearth: Hearth, root: Message) -> None:
    reply = hearth.say("Chestnuts", thread=root.pk)
    elsewhere = rooms.create(owner=hearth.owner, name="Kitchen").pk
    foreign = sending.send(NewMessage(by=hearth.owner, room_id=elsewhere, nonce=uuid.uuid4(), text="soup")).message
    before = hearth.room.rev
    for wrong in (reply.pk, foreign.pk, foreign.pk + 1):
        with pytest.raises(Problem) as caught:
            hearth.say("And?", thread=wrong)
        assert caught.value.fields == {"thread": ["does_not_exist"]}
    assert hearth.room.rev == before


class TestDeleting:
    def delete(self, user: User, message: Message) -> None:
        editing.delete(by=Member(user), message=message)

    def test_a_reply_is_counted_no_more(self, hearth: Hearth, root: Message, published: Published) -> None:
        first = hearth.say("Chestnuts", hearth.member, thread=root.pk)
        second = hearth.say("Tea", hearth.owner, thread=root.pk)
        published.clear()
        self.delete(hearth.owner, second)
        assert replies(root) == payloads.Replies(1, first.created_at, [hearth.member.pk])
        assert published.frames == [frame_of(Message.objects.get(pk=pk)) for pk in (second.pk, root.pk)]
        self.delete(hearth.member, first)
        assert replies(root) is None

    def test_people_move_up_in_the_order_of_their_first_reply(
        self, hearth: Hearth, root: Message, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("chat.services.messages.threads.PEOPLE_SHOWN", 2)
        first = hearth.say("1", hearth.owner, thread=root.pk)
        for user in (hearth.moderator, hearth.member, hearth.moderator):
            hearth.say("Me too", user, thread=root.pk)
        self.delete(hearth.owner, first)
        assert replies(root) == payloads.Replies(
            3, hearth.room.messages.get(seq=5).created_at, [hearth.moderator.pk, hearth.member.pk]
        )

    def test_a_root_keeps_its_thread(self, hearth: Hearth, root: Message) -> None:
        hearth.say("Chestnuts", thread=root.pk)
        self.delete(hearth.owner, root)
        hearth.say("Tea", thread=root.pk)
        found = replies(root)
        assert found is not None
        assert found.count == 2
        assert [reply.text for reply in selectors.thread(root).messages] == ["Chestnuts", "Tea"]


class TestPages:
    @pytest.mark.parametrize(
        ("cursor", "seqs", "has_before", "has_after"),
        [
            ({}, [7, 9, 11], True, False),
            ({"before": 7}, [3, 5], False, True),
            ({"before": 9}, [3, 5, 7], False, True),
            ({"before": 3}, [], False, True),
            ({"after": 0}, [3, 5, 7], False, True),
            ({"after": 3}, [5, 7, 9], True, True),
            ({"after": 5}, [7, 9, 11], True, False),
            ({"after": 11}, [], True, False),
            ({"before": 2**70}, [7, 9, 11], True, False),
            ({"after": 2**70}, [], True, False),
        ],
    )
    def test_a_page(
        self, hearth: Hearth, root: Message, cursor: dict[str, int], seqs: list[int], has_before: bool, has_after: bool
    ) -> None:
        """Every other message of the room is in the thread."""
        for turn in range(5):
            hearth.say(f"beside {turn}")
            hearth.say(str(turn), thread=root.pk)
        page = selectors.thread(root, limit=3, **cursor)
        assert [message.seq for message in page.messages] == seqs
        assert (page.has_before, page.has_after) == (has_before, has_after)

    def test_a_reply_leads_to_its_thread(self, hearth: Hearth, root: Message) -> None:
        reply = hearth.say("Chestnuts", thread=root.pk)
        for message in (root, reply):
            assert Member(hearth.member).root_of_thread(message.pk).pk == root.pk


def test_who_was_away_gets_the_reply_and_the_root(hearth: Hearth, root: Message) -> None:
    have = hearth.room.rev
    reply = hearth.say("Chestnuts", thread=root.pk)
    answer = selectors.changes_since(hearth.member, known_epoch=selectors.epoch(), revs={hearth.id: have})
    changed = [payloads.Message.of(Message.objects.get(pk=pk)) for pk in (reply.pk, root.pk)]
    assert answer.rooms[str(hearth.id)].messages == changed
