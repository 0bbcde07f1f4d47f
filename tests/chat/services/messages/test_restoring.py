"""Messages that somebody else than their author deleted: shown again within a day, and gone after it."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from chat import payloads, selectors
from chat.models import EarlierText, KeptFile, KeptMessage, Mention, Message, MessageFile, Reaction
from chat.services import file_removal
from chat.services.authority import Administrator, Member
from chat.services.messages import editing, pins, reactions, restoring
from core.problems import Problem
from files import access
from files.storage import path_of
from tests.chat.hearth import Hearth, Published, frame_of
from tests.core.jobs.due import no_pause, run_due
from tests.files.a_file import a_file, ready_files
from tests.files.stored import unused
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db


def fresh(message: Message) -> Message:
    return Message.objects.select_related("author").get(pk=message.pk)


def delete(hearth: Hearth, message: Message, who: str = "moderator") -> Message:
    return editing.delete(by=Member(hearth.person(who)), message=message)


def restore(hearth: Hearth, message: Message, who: str = "moderator") -> Message:
    return restoring.restore(by=Member(hearth.person(who)), message=message)


def a_day_passes() -> None:
    KeptMessage.objects.update(until=timezone.now() - timedelta(seconds=1))
    no_pause()


class TestRestore:
    def test_all_that_was_said_comes_back(self, hearth: Hearth, published: Published) -> None:
        root, file = hearth.say("root"), a_file(hearth.member, "tea.png")
        message = hearth.say("@hanako", hearth.member, thread=root.pk, files=(file.pk,))
        editing.edit(by=hearth.member, message_id=message.pk, text="@kenji, tea?")
        reactions.add(by=hearth.owner, message_id=message.pk, emoji="🍵")
        before, carried = payloads.Message.of(fresh(message)), MessageFile.objects.get().pk
        edits = [(each.text, each.at) for each in selectors.edits_of(fresh(message))]
        delete(hearth, message)
        rev = hearth.room.rev
        published.clear()
        restored = restore(hearth, message)
        after = payloads.Message.of(fresh(message))
        assert {**_fields(after), "rev": 0} == {**_fields(before), "rev": 0}
        assert (after.rev, hearth.room.rev, after.deleted_at, after.deleted_by) == (rev + 1, rev + 2, None, None)
        assert published.frames == [frame_of(restored), frame_of(fresh(root))]
        assert payloads.Message.of(fresh(root)).replies.count == 1  # type: ignore[union-attr]
        assert [(each.text, each.at) for each in selectors.edits_of(fresh(message))] == edits
        assert MessageFile.objects.get().pk == carried
        assert Mention.objects.get().user == hearth.moderator
        assert (KeptMessage.objects.count(), KeptFile.objects.count()) == (0, 0)
        assert reactions.remove(by=hearth.owner, message_id=message.pk, emoji="🍵").reactions is None

    def test_until_then_nobody_reads_it(self, hearth: Hearth) -> None:
        file = a_file(hearth.member)
        message = hearth.say("@hanako, tea?", hearth.member, files=(file.pk,))
        editing.edit(by=hearth.member, message_id=message.pk, text="@hanako, cold tea?")
        delete(hearth, message)
        assert not access.may_fetch(hearth.member, ready_files().get())
        with pytest.raises(Problem, match="file_not_found"):
            hearth.say("forwarded", hearth.member, files=(file.pk,))
        assert "tea" not in str(payloads.Message.of(fresh(message)))
        models = (EarlierText, Mention, MessageFile)
        assert [model.objects.count() for model in models] == [0, 0, 0]

    def test_a_pin_does_not_come_back(self, hearth: Hearth) -> None:
        message = hearth.say(author=hearth.member)
        pins.pin(by=hearth.owner, message_id=message.pk)
        delete(hearth, message)
        assert not restore(hearth, message).is_pinned

    def test_twice_changes_nothing(self, hearth: Hearth, published: Published) -> None:
        message = hearth.say(author=hearth.member)
        delete(hearth, message)
        first = restore(hearth, message)
        published.clear()
        again = restore(hearth, message)
        assert (again.rev, again.text, published.sent) == (first.rev, first.text, [])

    def test_it_can_be_deleted_and_restored_again(self, hearth: Hearth) -> None:
        message = hearth.say("once more", hearth.member)
        for _ in range(3):
            delete(hearth, message)
            assert restore(hearth, message).text == "once more"
        assert editing.edit(by=hearth.member, message_id=message.pk, text="edited").text == "edited"

    def test_it_is_unread_again_for_who_has_not_read_so_far(self, hearth: Hearth) -> None:
        message = hearth.say("@hanako", hearth.member)
        delete(hearth, message)

        def unread() -> tuple[int, int]:
            (room,) = selectors.summaries_of(hearth.owner, room_ids=[hearth.id])
            return room.unread, room.mentions

        assert unread() == (0, 0)
        restore(hearth, message)
        assert unread() == (1, 1)

    def test_also_after_the_room_was_archived(self, hearth: Hearth) -> None:
        message = hearth.say("kept", hearth.member)
        delete(hearth, message)
        hearth.archive()
        assert restore(hearth, message).text == "kept"

    def test_an_administrator_restores_what_a_moderator_deleted(self, hearth: Hearth) -> None:
        message = hearth.say("kept", hearth.member)
        delete(hearth, message)
        assert restoring.restore(by=Administrator(hearth.stranger), message=message).text == "kept"

    @pytest.mark.parametrize(
        ("who", "code"), [("member", "forbidden"), ("former", "not_found"), ("stranger", "not_found")]
    )
    def test_others_may_not(self, hearth: Hearth, who: str, code: str) -> None:
        message = hearth.say("kept", hearth.member)
        delete(hearth, message)
        assert Api(hearth.person(who)).post(f"messages/{message.pk}/restore/").body["code"] == code
        assert fresh(message).is_deleted

    def test_sync_tells_it(self, hearth: Hearth) -> None:
        message = hearth.say("kept", hearth.member)
        seen = delete(hearth, message).rev
        restore(hearth, message)
        asked = {"epoch": str(selectors.epoch()), "rooms": {str(hearth.id): seen}}
        missed = Api(hearth.member).post("sync/", asked).body["rooms"][str(hearth.id)]
        assert [(each["text"], each["deleted_at"]) for each in missed["messages"]] == [("kept", None)]


class TestGone:
    def test_what_its_author_deleted_is_gone_at_once(self, hearth: Hearth) -> None:
        file = a_file(hearth.member)
        message = hearth.say("regret", hearth.member, files=(file.pk,))
        reactions.add(by=hearth.owner, message_id=message.pk, emoji="🍵")
        delete(hearth, message, "member")
        assert [model.objects.count() for model in (KeptMessage, Reaction)] == [0, 0]
        assert not ready_files().exists()
        answer = Api(hearth.owner).post(f"messages/{message.pk}/restore/")
        assert answer.refusal == (409, "not_restorable")

    def test_its_author_takes_away_what_others_left(self, hearth: Hearth) -> None:
        file = a_file(hearth.member)
        message = hearth.say("regret", hearth.member, files=(file.pk,))
        tombstone = delete(hearth, message)
        assert Api(hearth.member).delete(f"messages/{message.pk}/").body["rev"] == tombstone.rev
        assert [model.objects.count() for model in (KeptMessage, KeptFile)] == [0, 0]
        assert not ready_files().exists()
        assert fresh(message).deleted_by == hearth.moderator
        with pytest.raises(Problem, match="not_restorable"):
            restore(hearth, message)

    @pytest.mark.django_db(transaction=True)
    def test_after_a_day_nothing_is_left(self, hearth: Hearth) -> None:
        message = hearth.say("old", hearth.member, files=(a_file(hearth.member).pk,))
        reactions.add(by=hearth.owner, message_id=message.pk, emoji="🍵")
        other = hearth.say("other", hearth.member)
        delete(hearth, message)
        a_day_passes()
        delete(hearth, other)
        with pytest.raises(Problem, match="not_restorable"):
            restore(hearth, message)
        run_due()
        assert [model.objects.count() for model in (KeptFile, Reaction)] == [0, 0]
        assert not ready_files().exists()
        assert KeptMessage.objects.get().message == other
        assert restore(hearth, other).text == "other"

    @pytest.mark.django_db(transaction=True)
    def test_the_bytes_stay_for_the_day_and_go_after_it(self, hearth: Hearth) -> None:
        file = unused(hearth.member)
        message = hearth.say("", hearth.member, files=(file.pk,))
        delete(hearth, message)
        run_due()
        assert storages["files"].exists(path_of(file, "original"))
        a_day_passes()
        run_due()
        assert not storages["files"].exists(path_of(file, "original"))

    def test_a_file_that_an_administrator_deleted_meanwhile_stays_gone(self, hearth: Hearth) -> None:
        files = [a_file(hearth.member, f"{number}.png") for number in range(2)]
        message = hearth.say("look", hearth.member, files=tuple(file.pk for file in files))
        delete(hearth, message)
        for _ in range(2):
            file_removal.remove(by=Administrator(hearth.owner), file=files[0])
        assert ready_files().get() == files[1]
        assert [file.name for file in payloads.Message.of(restore(hearth, message)).files] == ["1.png"]

    def test_of_files_alone_that_an_administrator_deleted_meanwhile_nothing_is_left(self, hearth: Hearth) -> None:
        files = [a_file(hearth.member, f"{number}.png") for number in range(2)]
        message = hearth.say("", hearth.member, files=tuple(file.pk for file in files))
        reactions.add(by=hearth.owner, message_id=message.pk, emoji="🍵")
        delete(hearth, message)
        file_removal.remove(by=Administrator(hearth.owner), file=files[0])
        assert KeptMessage.objects.exists()
        file_removal.remove(by=Administrator(hearth.owner), file=files[1])
        assert [model.objects.count() for model in (KeptMessage, KeptFile, Reaction)] == [0, 0, 0]
        assert not ready_files().exists()
        with pytest.raises(Problem, match="not_restorable"):
            restore(hearth, message)

    def test_a_file_alone_that_an_administrator_deletes_is_not_kept(self, hearth: Hearth) -> None:
        file = a_file(hearth.member)
        hearth.say("", hearth.member, files=(file.pk,))
        file_removal.remove(by=Administrator(hearth.owner), file=file)
        assert not KeptMessage.objects.exists()
        assert not ready_files().exists()


def _fields(message: payloads.Message) -> dict[str, object]:
    return {name: getattr(message, name) for name in message.__struct_fields__}
