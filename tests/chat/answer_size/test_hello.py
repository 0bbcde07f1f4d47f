"""The beginning of a socket ends with its bytes, however many rooms somebody is in."""

import pytest
from django.utils import timezone

from accounts.models import User
from chat import selectors
from chat.models import Membership, Room
from chat.selectors import beginnings
from core.answer_size import MOST_BYTES
from tests.chat.answer_size.rooms import many_rooms
from tests.chat.hearth import Hearth
from tests.chat.longest import measured
from tests.chat.shown_rooms import shown

pytestmark = pytest.mark.django_db


class TestHello:
    def begin(self, user: User) -> selectors.Beginning:
        (beginning,) = selectors.beginnings_of([user])
        assert beginning is not None
        return beginning

    def test_what_fits_is_complete(self, hearth: Hearth) -> None:
        many_rooms(hearth.member, 200)
        beginning = self.begin(hearth.member)
        assert (len(beginning.rooms), len(beginning.ids), beginning.complete) == (201, 201, True)

    def test_where_it_does_not_what_matters_is_there(self, hearth: Hearth) -> None:
        created = many_rooms(hearth.member, 1900)
        ids = [room.pk for room in created]
        favourite, unread, archived = ids[1899], ids[1898], ids[0]
        Membership.objects.filter(room=favourite).update(favourite=True)
        Room.objects.filter(pk=unread).update(last_seq=3)
        Room.objects.filter(pk=archived).update(archived_at=timezone.now())
        beginning = self.begin(hearth.member)
        assert not beginning.complete
        assert sorted(beginning.ids) == sorted([hearth.id, *ids])
        assert sum(map(len, beginning.rooms)) < MOST_BYTES
        ids_shown = [room.id for room in shown(beginning.rooms)]
        assert ids_shown[:3] == [unread, favourite, ids[1]]
        assert archived not in ids_shown
        assert len(ids_shown) > 500

    def test_people_with_many_rooms_take_turns(self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
        users = [hearth.member, hearth.owner, hearth.moderator, hearth.stranger]
        for user in users:
            many_rooms(user, 30)
        whole = {user.pk: {room.id for room in selectors.summaries_of(user)} for user in users}
        monkeypatch.setattr(beginnings, "ROOMS_AT_ONCE", 70)
        monkeypatch.setattr(beginnings, "_rows_of", lambda *people: list(beginnings._rooms_of(people)[:70]))
        waiting, goes = users, 0
        while waiting:
            found = selectors.beginnings_of(waiting)
            assert found[0] is not None, "whoever waits longest has to come in"
            for user, beginning in zip(waiting, found, strict=True):
                assert beginning is None or set(beginning.ids) == whole[user.pk]
            waiting = [user for user, beginning in zip(waiting, found, strict=True) if beginning is None]
            goes += 1
        assert 2 <= goes <= 4

    def test_more_rooms_than_are_read_at_once(self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(beginnings, "ROOMS_AT_ONCE", 70)
        monkeypatch.setattr(beginnings, "MOST_ROOMS", 50)
        monkeypatch.setattr(beginnings, "_rows_of", lambda *people: list(beginnings._rooms_of(people)[:70]))
        created = many_rooms(hearth.member, 300)
        beginning = self.begin(hearth.member)
        assert beginning.ids == [hearth.id, *(room.pk for room in created)]
        assert [room.id for room in shown(beginning.rooms)] == [room.pk for room in created[:50]]
        assert not beginning.complete

    def test_its_memory(self, hearth: Hearth) -> None:
        many_rooms(hearth.member, 2000)
        self.begin(hearth.member)  # the statement is prepared once
        assert not measured(lambda: self.begin(hearth.member)).complete
