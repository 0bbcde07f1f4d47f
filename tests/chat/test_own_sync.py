"""Catching up with one's own state: parts, bytes, resets, and nobody else's."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.services import people
from chat import selectors
from chat.models import Draft, OwnState
from chat.services.authority import Member
from chat.services.personal import drafts, reading, sections
from chat.services.personal.preferences import prefer
from chat.services.rooms import joining, memberships, rooms
from core.answer_size import MOST_BYTES, size_of
from tests.chat.hearth import Hearth
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db

Json = dict[str, Any]


def sync(user: User, me: int, epoch: object = None) -> Json:
    answer = Api(user).post("sync/", {"epoch": str(epoch or selectors.epoch()), "rooms": {}, "me": me})
    assert answer.status == 200
    own: Json = answer.body["me"]
    return own


def head(user: User) -> int:
    return OwnState.objects.get(user=user).rev


def keep(hearth: Hearth, text: str, room_id: int | None = None) -> Draft:
    return drafts.keep(by=hearth.member, room_id=room_id or hearth.id, text=text, at=timezone.now())


def test_it_is_answered_only_where_it_is_asked_for(hearth: Hearth) -> None:
    answer = Api(hearth.member).post("sync/", {"epoch": str(selectors.epoch()), "rooms": {}})
    assert "me" not in answer.body


@pytest.mark.parametrize("me", [-1, 2**63, "x", None])
def test_what_is_no_own_rev_is_refused(hearth: Hearth, me: object) -> None:
    answer = Api(hearth.member).post("sync/", {"epoch": str(selectors.epoch()), "rooms": {}, "me": me})
    assert set(answer.fields) == {"me"}


def test_who_has_everything_is_told_so(hearth: Hearth) -> None:
    now = head(hearth.member)
    assert sync(hearth.member, now) == {"head": now, "complete": True, "rooms": [], "gone": [], "drafts": []}


def test_everything_that_changed_comes_as_it_is_now(hearth: Hearth) -> None:
    other = rooms.create(owner=hearth.owner, name="Garden", members=[hearth.member.pk])
    before = head(hearth.member)
    hearth.say()
    reading.advance(by=hearth.member, room_id=hearth.id, seq=1)
    prefer(by=hearth.member, room_id=hearth.id, muted=True)
    memberships.remove(by=Member(hearth.owner), room_id=other.pk, user_id=hearth.member.pk)
    keep(hearth, "I was about to")
    keep(hearth, "")
    people.change_profile(user=hearth.member, display_name="Yuki the Second")
    own = sync(hearth.member, before)
    assert (own["head"], own["complete"], own["gone"]) == (before + 6, True, [other.pk])
    (room,) = own["rooms"]
    assert (room["id"], room["last_read_seq"], room["read_rev"]) == (hearth.id, 1, 1)
    assert (room["muted"], room["mine_rev"]) == (True, before + 2)
    assert [draft["text"] for draft in own["drafts"]] == [""]
    assert own["user"]["display_name"] == "Yuki the Second"
    assert "reset" not in own


def test_sections_come_whole_where_they_changed(hearth: Hearth) -> None:
    before = head(hearth.member)
    assert "sections" not in sync(hearth.member, before)
    section = sections.create(by=hearth.member, name="Work")
    prefer(by=hearth.member, room_id=hearth.id, section=section.pk)
    own = sync(hearth.member, before)
    assert (own["head"], own["sections"]) == (before + 2, [{"id": section.pk, "name": "Work"}])
    assert [room["section"] for room in own["rooms"]] == [section.pk]
    sections.delete(by=hearth.member, section_id=section.pk)
    assert sync(hearth.member, before + 2)["sections"] == []
    assert "sections" not in sync(hearth.member, before + 3)
    assert sync(hearth.member, before + 99)["sections"] == []


def test_who_left_and_came_back_is_in_their_room(hearth: Hearth) -> None:
    before = head(hearth.member)
    memberships.leave(by=hearth.member, room_id=hearth.id)
    joining.join(by=hearth.member, room_id=hearth.id)
    own = sync(hearth.member, before)
    assert ([room["id"] for room in own["rooms"]], own["gone"]) == ([hearth.id], [])


def test_of_others_nothing_comes(hearth: Hearth) -> None:
    prefer(by=hearth.member, room_id=hearth.id, muted=True)
    keep(hearth, "a secret")
    people.change_profile(user=hearth.member, display_name="Yuki the Second")
    assert sync(hearth.stranger, 0) == {"head": 0, "complete": True, "rooms": [], "gone": [], "drafts": []}
    for user in (hearth.owner, hearth.former):
        assert sync(user, head(user))["drafts"] == []
        everything = str(sync(user, 0))
        assert "secret" not in everything
        assert "Second" not in everything


def test_a_draft_in_a_room_one_is_not_in_any_more_does_not_come(hearth: Hearth) -> None:
    before = head(hearth.member)
    keep(hearth, "I was about to")
    memberships.leave(by=hearth.member, room_id=hearth.id)
    own = sync(hearth.member, before)
    assert (own["drafts"], own["gone"]) == ([], [hearth.id])


class TestParts:
    """Each of half an answer, ascending, and together everything."""

    def test_they_hold_everything_and_end_at_the_head(self, hearth: Hearth) -> None:
        before, longest = head(hearth.member), "囲" * 10_000
        places = [rooms.create(owner=hearth.member, name=f"Room {number}").pk for number in range(40)]
        for place in places:
            keep(hearth, longest, place)
        have, seen, parts = before, list[int](), 0
        while True:
            own = sync(hearth.member, have)
            assert size_of(own) < MOST_BYTES
            seen += [draft["room"] for draft in own["drafts"]]
            parts += 1
            if own["complete"]:
                break
            assert own["head"] > have
            have = own["head"]
        assert (sorted(seen), own["head"]) == (places, head(hearth.member))
        assert parts > 2

    def test_a_part_of_rooms_beside_it_stays_within_an_answer(self, hearth: Hearth) -> None:
        longest = "囲" * 10_000
        for number in range(30):
            place = rooms.create(owner=hearth.member, name=f"Room {number}")
            keep(hearth, longest, place.pk)
            hearth.say(longest)
        asked = {"epoch": str(selectors.epoch()), "rooms": {hearth.id: 1}, "me": 0}
        answer = Api(hearth.member).post("sync/", asked).body
        assert not answer["me"]["complete"]
        assert answer["rooms"][str(hearth.id)]["messages"]
        assert size_of(answer) < MOST_BYTES + 100_000


class TestReset:
    def test_another_epoch(self, hearth: Hearth) -> None:
        keep(hearth, "I was about to")
        own = sync(hearth.member, 1, "00000000-0000-4000-8000-000000000000")
        assert (own["reset"], own["complete"], own["head"]) == (True, True, head(hearth.member))
        assert [room["id"] for room in own["rooms"]] == [hearth.id]
        assert [draft["text"] for draft in own["drafts"]] == ["I was about to"]
        assert own["user"]["id"] == hearth.member.pk

    def test_an_own_rev_that_was_never_reached(self, hearth: Hearth) -> None:
        assert sync(hearth.member, head(hearth.member) + 1)["reset"]

    def test_a_draft_that_was_forgotten_is_not_told_otherwise(self, hearth: Hearth) -> None:
        before = head(hearth.member)
        old = keep(hearth, "")
        Draft.objects.update(at=timezone.now() - drafts.CLEARED_KEPT - timedelta(hours=1))
        other = rooms.create(owner=hearth.member, name="Garden")
        keep(hearth, "something new", other.pk)
        assert not Draft.objects.filter(pk=old.pk).exists()
        assert sync(hearth.member, before)["reset"]
        assert "reset" not in sync(hearth.member, old.rev)

    def test_what_does_not_fit_is_in_the_lists(self, hearth: Hearth) -> None:
        for number in range(30):
            place = rooms.create(owner=hearth.member, name=f"Room {number}")
            keep(hearth, "囲" * 10_000, place.pk)
        own = sync(hearth.member, 10**9)
        assert (own["reset"], own["complete"], own["head"]) == (True, False, head(hearth.member))
        assert size_of(own) < MOST_BYTES
        assert sync(hearth.member, own["head"])["complete"]
