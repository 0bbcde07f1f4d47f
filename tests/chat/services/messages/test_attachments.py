"""Messages with files: which they may carry, and that a file has one message."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from chat import payloads
from chat.models import Message, MessageFile
from chat.services.authority import Member
from chat.services.messages import editing
from chat.services.messages.storing import Sent, send_together
from chat.services.rooms import memberships
from files.models import File
from files.payloads import File as Shown
from tests.chat.hearth import Hearth, Published, frame_of
from tests.chat.services.messages.carrying import elsewhere, new, outcomes
from tests.files.a_file import a_file, ready_files
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


class TestSend:
    def test_the_room_is_told_its_files_in_the_order_of_the_author(self, hearth: Hearth, published: Published) -> None:
        two, one = a_file(hearth.owner, "2.png"), a_file(hearth.owner, "1.png")
        message = hearth.say(files=(two.pk, one.pk))
        assert published.frames == [frame_of(message)]
        shown = payloads.Message.of(Message.objects.select_related("author").get()).files
        assert shown == payloads.Message.of(message).files == [Shown.of(two), Shown.of(one)]
        assert set(MessageFile.objects.values_list("message", "room", "file", "kind")) == {
            (message.pk, hearth.id, file.pk, "picture") for file in (one, two)
        }

    def test_used_files_do_not_expire(self, hearth: Hearth) -> None:
        file = a_file(hearth.owner)
        hearth.say(files=(file.pk,))
        file.refresh_from_db()
        assert file.expires_at is None

    @pytest.mark.parametrize("text", ["", "  \n", "\u200b"])
    def test_a_text_may_be_empty(self, hearth: Hearth, text: str) -> None:
        message = hearth.say(text, files=(a_file(hearth.owner).pk,))
        assert (message.text, message.mentions, message.mention_texts) == ("", None, None)

    @pytest.mark.parametrize(
        ("state", "code"),
        [
            ({"state": File.State.RECEIVING}, "file_not_found"),
            ({"state": File.State.INSPECTING}, "file_not_found"),
            ({"state": File.State.REFUSED}, "file_not_found"),
            ({"expires_at": datetime(2025, 1, 1, tzinfo=UTC)}, "file_not_found"),
            # Something else than a message uses it.
            ({"expires_at": None}, "file_not_found"),
        ],
        ids=str,
    )
    def test_only_complete_uploads(self, hearth: Hearth, state: dict[str, Any], code: str) -> None:
        file = a_file(hearth.owner, **state)
        assert outcomes(new(hearth, file), new(hearth)) == [code, "sent"]
        file.refresh_from_db()
        assert file.expires_at == state.get("expires_at", file.expires_at)

    def test_other_peoples_uploads_are_not_found(self, hearth: Hearth) -> None:
        file = a_file(hearth.member)
        assert outcomes(new(hearth, file), new(hearth, uuid.uuid4())) == ["file_not_found"] * 2
        assert outcomes(new(hearth, file, by=hearth.member)) == ["sent"]

    def test_one_bad_message_hurts_no_other(self, hearth: Hearth) -> None:
        good, mine, late = (a_file(hearth.owner) for _ in range(3))
        theirs = a_file(hearth.member)
        batch = [
            new(hearth, good),
            new(hearth, mine, theirs),
            new(hearth),
            new(hearth, *(uuid.uuid4() for _ in range(11))),
            new(hearth, late, late),
            new(hearth, late, by=hearth.stranger),
            new(hearth, text=" "),
            new(hearth, late, mine),
        ]
        assert outcomes(*batch) == [
            "sent", "file_not_found", "sent", "too_many_files", "invalid", "not_found", "text_empty", "sent",
        ]  # fmt: skip
        assert [message.seq for message in Message.objects.order_by("pk")] == [1, 2, 3]
        assert set(MessageFile.objects.values_list("file", flat=True)) == {good.pk, late.pk, mine.pk}

    def test_a_known_nonce_is_answered_with_its_files(self, hearth: Hearth) -> None:
        message = new(hearth, a_file(hearth.owner), text="")
        assert outcomes(message) == ["sent"]
        # Also twice in one batch, and with files that do not exist.
        assert outcomes(message, message._replace(files=(uuid.uuid4(),))) == ["again", "again"]
        (again,) = send_together([message])
        assert isinstance(again, Sent)
        assert len(again.message.files or ()) == 1
        assert MessageFile.objects.count() == ready_files().count() == 1

    def test_the_same_message_twice_in_a_batch(self, hearth: Hearth) -> None:
        message = new(hearth, a_file(hearth.owner))
        assert outcomes(message, message) == ["sent", "again"]
        assert MessageFile.objects.count() == ready_files().count() == 1

    def test_who_left_gets_their_own_files_for_a_known_nonce(self, hearth: Hearth) -> None:
        message = new(hearth, a_file(hearth.member), by=hearth.member)
        send_together([message])
        memberships.leave(by=hearth.member, room_id=hearth.id)
        (again,) = send_together([message])
        assert isinstance(again, Sent)
        assert len(again.message.files or ()) == 1


class TestQueries:
    def test_none_is_added_where_no_message_has_files(self, hearth: Hearth) -> None:
        send_together([new(hearth)])
        plain = queries_of(lambda: send_together([new(hearth), new(hearth)]))
        files = [a_file(hearth.owner) for _ in range(4)]
        few = queries_of(lambda: send_together([new(hearth, files[0])]))
        many = queries_of(lambda: send_together([new(hearth, files[1], files[2]), new(hearth, files[3]), new(hearth)]))
        # One reads, one uses, one keeps which message carries which.
        assert (few, many) == (plain + 3, plain + 3)

    def test_a_refused_message_reads_no_files(self, hearth: Hearth) -> None:
        plain = queries_of(lambda: send_together([new(hearth, text=" ")]))
        file = a_file(hearth.stranger)
        assert queries_of(lambda: send_together([new(hearth, file, by=hearth.stranger)])) == plain


class TestForward:
    def test_a_file_of_a_message_that_one_may_read_is_copied(self, hearth: Hearth) -> None:
        file = a_file(hearth.owner, alt="A kettle")
        hearth.say(files=(file.pk,))
        kitchen = elsewhere(hearth.member, hearth.stranger)
        assert outcomes(new(hearth, file, by=hearth.member, room_id=kitchen)) == ["sent"]
        copy = File.objects.exclude(pk=file.pk).get()
        assert (copy.blob, copy.owner, copy.expires_at) == (file.blob, hearth.member, None)
        assert (copy.name, copy.alt, copy.digest) == (file.name, "A kettle", file.digest)
        assert copy.message_file.room_id == kitchen

    @pytest.mark.parametrize("who", ["stranger", "former"])
    def test_others_cannot(self, hearth: Hearth, who: str) -> None:
        by = hearth.person(who)
        file = a_file(hearth.owner)
        hearth.say(files=(file.pk,))
        assert outcomes(new(hearth, file, by=by, room_id=elsewhere(by))) == ["file_not_found"]
        assert ready_files().count() == 1

    def test_a_removed_author_cannot_send_their_old_files_again(self, hearth: Hearth) -> None:
        file = a_file(hearth.member)
        hearth.say(author=hearth.member, files=(file.pk,))
        memberships.remove(by=Member(hearth.moderator), room_id=hearth.id, user_id=hearth.member.pk)
        kitchen = elsewhere(hearth.member)
        assert outcomes(new(hearth, file, by=hearth.member, room_id=kitchen)) == ["file_not_found"]

    def test_a_file_of_a_deleted_message_is_gone(self, hearth: Hearth) -> None:
        file = a_file(hearth.owner)
        message = hearth.say(files=(file.pk,))
        editing.delete(by=Member(hearth.owner), message=message)
        assert outcomes(new(hearth, file)) == ["file_not_found"]

    def test_of_two_messages_in_a_batch_one_has_the_upload_and_one_a_copy(self, hearth: Hearth) -> None:
        file = a_file(hearth.owner)
        assert outcomes(new(hearth, file), new(hearth, file)) == ["sent", "sent"]
        first, second = Message.objects.order_by("seq")
        assert [row.file_id for row in first.file_rows.all()] == [file.pk]
        assert [row.file.blob for row in second.file_rows.all()] == [file.blob]
        assert second.file_rows.get().file_id != file.pk
