"""How many messages of a room somebody has not read."""

import pytest

from accounts.models import User
from chat import selectors
from chat.selectors import unread as counts
from chat.services.authority import Member
from chat.services.messages import editing
from chat.services.personal import reading
from chat.services.rooms import joining
from tests.chat.hearth import Hearth
from tests.chat.selectors.conversation import say

pytestmark = pytest.mark.django_db


def unread(hearth: Hearth, user: User) -> int:
    return selectors.summary_of(user, hearth.id).unread


class TestUnread:
    def test_what_others_said_after_what_i_read(self, hearth: Hearth) -> None:
        say(hearth, 5)
        assert unread(hearth, hearth.member) == 5
        reading.advance(by=hearth.member, room_id=hearth.id, seq=3)
        assert unread(hearth, hearth.member) == 2

    def test_not_what_i_said_myself(self, hearth: Hearth) -> None:
        say(hearth, 3, hearth.member)
        assert (unread(hearth, hearth.member), unread(hearth, hearth.owner)) == (0, 3)

    def test_not_what_was_deleted(self, hearth: Hearth) -> None:
        regret = say(hearth, 3)[0]
        editing.delete(by=Member(hearth.owner), message=regret)
        assert unread(hearth, hearth.member) == 2

    def test_not_what_was_said_before_i_came(self, hearth: Hearth) -> None:
        say(hearth, 3)
        joining.join(by=hearth.stranger, room_id=hearth.id)
        assert unread(hearth, hearth.stranger) == 0
        say(hearth, 2)
        assert unread(hearth, hearth.stranger) == 2

    def test_not_twice_what_i_said_and_deleted(self, hearth: Hearth) -> None:
        say(hearth, 2)
        regret = say(hearth, 2, hearth.member)[0]
        editing.delete(by=Member(hearth.owner), message=regret)
        assert unread(hearth, hearth.member) == 2

    def test_what_others_deleted_before_my_marker_changes_nothing(self, hearth: Hearth) -> None:
        regret = say(hearth, 3)[0]
        reading.advance(by=hearth.member, room_id=hearth.id, seq=2)
        editing.delete(by=Member(hearth.owner), message=regret)
        assert unread(hearth, hearth.member) == 1

    def test_leaving_out_ends_somewhere(self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(counts, "COUNTED", 3)
        say(hearth, 5, hearth.member)
        # `summary_of` keeps its SQL, with the number that was there before.
        (summary,) = selectors.summaries_of(hearth.member, room_ids=[hearth.id])
        assert summary.unread == 2
