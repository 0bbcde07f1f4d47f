"""Messages that are edited and deleted: the earlier texts that are kept, and what is left of a deleted one."""

from datetime import datetime

import pytest

from chat import payloads, selectors
from chat.models import EarlierText, Mention, Message, Reaction
from chat.services.authority import Member
from chat.services.messages import editing, pins, reactions
from core.problems import Problem
from tests.chat.hearth import Hearth, Published, frame_of

pytestmark = pytest.mark.django_db


class TestEdit:
    def test_the_room_is_told_the_new_state(self, hearth: Hearth, published: Published) -> None:
        message = hearth.say("draft")
        published.clear()
        edited = editing.edit(by=hearth.owner, message_id=message.pk, text="final")
        assert (edited.text, edited.seq, edited.rev) == ("final", message.seq, message.rev + 1)
        assert edited.edited_at is not None
        assert hearth.room.rev == edited.rev
        assert Message.objects.get().text == "final"
        assert published.frames == [frame_of(edited)]

    def test_the_same_text_changes_nothing(self, hearth: Hearth, published: Published) -> None:
        message = hearth.say("as it is")
        published.clear()
        assert editing.edit(by=hearth.owner, message_id=message.pk, text="as it is").edited_at is None
        assert (hearth.room.rev, published.sent) == (message.rev, [])

    def test_a_deleted_message_is_gone(self, hearth: Hearth) -> None:
        message = hearth.say()
        editing.delete(by=Member(hearth.owner), message=message)
        with pytest.raises(Problem, match="not_found"):
            editing.edit(by=hearth.owner, message_id=message.pk, text="back again")
        assert Message.objects.get().text == ""


class TestEarlierTexts:
    def texts(self, message: Message) -> list[tuple[str, datetime]]:
        return [(edit.text, edit.at) for edit in selectors.edits_of(Member(message.author).message(message.pk))]

    def edit(self, message: Message, text: str) -> Message:
        return editing.edit(by=message.author, message_id=message.pk, text=text)

    def test_each_is_kept_with_the_time_since_when_it_was_the_text(self, hearth: Hearth) -> None:
        message = hearth.say("one")
        assert self.texts(message) == []
        second = self.edit(message, "two")
        self.edit(message, "three")
        assert self.texts(message) == [("one", message.created_at), ("two", second.edited_at)]

    def test_the_same_text_is_no_edit(self, hearth: Hearth) -> None:
        message = hearth.say("one")
        self.edit(message, "one")
        assert self.texts(message) == []

    def test_the_newest_are_kept(self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(editing, "EARLIER_TEXTS", 3)
        message, other = hearth.say("0"), hearth.say("of another")
        self.edit(other, "edited")
        for turn in range(1, 7):
            self.edit(message, str(turn))
        assert [text for text, _ in self.texts(message)] == ["3", "4", "5"]
        assert len(self.texts(other)) == 1

    def test_deleting_a_message_deletes_them(self, hearth: Hearth) -> None:
        message = hearth.say("secret")
        self.edit(message, "still secret")
        editing.delete(by=Member(hearth.owner), message=message)
        assert not EarlierText.objects.exists()
        with pytest.raises(Problem, match="not_found"):
            self.texts(message)


class TestDelete:
    def test_it_leaves_a_tombstone_without_text(self, hearth: Hearth, published: Published) -> None:
        message = hearth.say("regrettable", hearth.member)
        published.clear()
        deleted = editing.delete(by=Member(hearth.member), message=message)
        stored = Message.objects.get()
        assert (stored.text, stored.seq, stored.rev) == ("", message.seq, message.rev + 1)
        assert (stored.deleted_at, stored.deleted_by) == (deleted.deleted_at, hearth.member)
        assert stored.deleted_at is not None
        assert published.frames == [frame_of(deleted)]
        assert "regrettable" not in str(published.sent)

    def test_it_says_who_moderated_it(self, hearth: Hearth) -> None:
        deleted = editing.delete(by=Member(hearth.moderator), message=hearth.say("rude", hearth.member))
        assert payloads.Message.of(deleted).deleted_by == hearth.moderator.pk
        again = editing.delete(by=Member(hearth.member), message=deleted)
        assert again.deleted_by == hearth.moderator

    def test_nothing_that_was_on_it_stays(self, hearth: Hearth) -> None:
        message = hearth.say("@yuki @here", thread=hearth.say().pk)
        reactions.add(by=hearth.member, message_id=message.pk, emoji="🍵")
        pins.pin(by=hearth.owner, message_id=message.pk)
        tombstone = payloads.Message.of(editing.delete(by=Member(hearth.owner), message=message))
        assert (tombstone.text, tombstone.mentions, tombstone.mentions_here, tombstone.reactions) == ("", [], False, [])
        assert (tombstone.pinned_at, tombstone.pinned_by) == (None, None)
        assert tombstone == payloads.Message.of(Message.objects.get(pk=message.pk))
        assert not Reaction.objects.exists()
        assert not Mention.objects.exists()

    def test_twice_changes_nothing(self, hearth: Hearth, published: Published) -> None:
        message = hearth.say()
        first = editing.delete(by=Member(hearth.owner), message=message)
        published.clear()
        again = editing.delete(by=Member(hearth.owner), message=message)
        assert (again.rev, again.deleted_at, published.sent) == (first.rev, first.deleted_at, [])

    def test_the_seq_is_not_used_again(self, hearth: Hearth) -> None:
        message = hearth.say()
        editing.delete(by=Member(hearth.owner), message=message)
        assert hearth.say().seq == message.seq + 1
