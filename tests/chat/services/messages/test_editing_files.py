"""What becomes of files when their message is edited or deleted."""

import uuid
from typing import Any

import pytest

from chat import payloads
from chat.models import Message, MessageFile
from chat.services.authority import Member
from chat.services.messages import editing
from chat.services.rooms import memberships
from core.problems import Problem
from files.models import File
from tests.chat.hearth import Hearth, Published, frame_of
from tests.files.a_file import a_file, ready_files

pytestmark = pytest.mark.django_db


class TestEdit:
    def with_files(self, hearth: Hearth, text: str = "tea", count: int = 3) -> tuple[Message, list[File]]:
        files = [a_file(hearth.owner, f"{number}.png") for number in range(count)]
        return hearth.say(text, files=tuple(file.pk for file in files)), files

    def edit(self, message: Message, **values: Any) -> Message:
        return editing.edit(by=message.author, message_id=message.pk, **values)

    def names(self, message: Message) -> list[str]:
        shown = payloads.Message.of(Message.objects.select_related("author").get(pk=message.pk))
        return [file.name for file in shown.files]

    def test_files_are_taken_away_and_the_others_keep_their_order(self, hearth: Hearth) -> None:
        message, files = self.with_files(hearth)
        edited = self.edit(message, files=(files[2].pk, files[0].pk))
        assert (edited.text, edited.rev, edited.edited_at is None) == ("tea", message.rev + 1, False)
        assert self.names(message) == ["0.png", "2.png"]
        assert not ready_files().filter(pk=files[1].pk).exists()
        assert not edited.earlier_texts.exists()

    def test_a_second_call_changes_nothing(self, hearth: Hearth) -> None:
        message, files = self.with_files(hearth)
        edited = self.edit(message, files=(files[0].pk,), rev=message.rev)
        again = self.edit(message, files=(files[0].pk,), rev=message.rev)
        assert (again.rev, again.edited_at) == (edited.rev, edited.edited_at)

    def test_also_after_its_author_has_left(self, hearth: Hearth) -> None:
        file = a_file(hearth.member)
        message = hearth.say(author=hearth.member, files=(file.pk,))
        edited = self.edit(message, files=())
        memberships.leave(by=hearth.member, room_id=hearth.id)
        assert self.edit(message, files=()).rev == edited.rev
        with pytest.raises(Problem, match="not_found"):
            self.edit(message, files=(file.pk,))

    def test_nothing_is_added(self, hearth: Hearth) -> None:
        message, files = self.with_files(hearth)
        other = a_file(hearth.owner)
        for stay in ((*(file.pk for file in files), other.pk), (uuid.uuid4(),)):
            with pytest.raises(Problem, match="file_not_found"):
                self.edit(message, files=stay)
        assert self.names(message) == ["0.png", "1.png", "2.png"]

    def test_a_text_may_become_empty_only_if_files_stay(self, hearth: Hearth) -> None:
        message, files = self.with_files(hearth)
        assert self.edit(message, text=" ").text == ""
        for change in ({"files": ()}, {"files": (), "text": " "}):
            with pytest.raises(Problem, match="text_empty"):
                self.edit(message, **change)
        assert self.edit(message, files=(), text="only words").files is None
        with pytest.raises(Problem, match="text_empty"):
            self.edit(message, text="")
        assert not ready_files().filter(pk__in=[file.pk for file in files]).exists()

    def test_no_earlier_text_is_kept_of_nothing(self, hearth: Hearth) -> None:
        message, _ = self.with_files(hearth, "")
        edited = self.edit(message, text="words")
        assert not edited.earlier_texts.exists()

    def test_whoever_saw_an_older_state_is_told(self, hearth: Hearth) -> None:
        message, files = self.with_files(hearth)
        self.edit(message, files=(files[0].pk,))
        with pytest.raises(Problem, match="edit_conflict"):
            self.edit(message, text="coffee", rev=message.rev)

    def test_others_may_not(self, hearth: Hearth) -> None:
        message, _ = self.with_files(hearth)
        with pytest.raises(Problem, match="forbidden"):
            editing.edit(by=hearth.moderator, message_id=message.pk, files=())


@pytest.mark.parametrize("who", ["member", "moderator"])
def test_a_deleted_message_releases_its_files(hearth: Hearth, who: str, published: Published) -> None:
    files = [a_file(hearth.member), a_file(hearth.member)]
    message = hearth.say(author=hearth.member, files=tuple(file.pk for file in files))
    deleted = editing.delete(by=Member(hearth.person(who)), message=message)
    assert published.frames[-1] == frame_of(deleted)
    assert payloads.Message.of(deleted).files == []
    assert payloads.Message.of(Message.objects.select_related("author").get()).files == []
    assert MessageFile.objects.count() == 0
    # What a moderator deleted can be restored.
    assert ready_files().count() == (0 if who == "member" else 2)


def test_a_copy_outlives_its_original(hearth: Hearth) -> None:
    file = a_file(hearth.owner)
    original, forwarded = hearth.say(files=(file.pk,)), hearth.say(author=hearth.member, files=(file.pk,))
    editing.delete(by=Member(hearth.owner), message=original)
    assert ready_files().get().pk == forwarded.file_rows.get().file_id
