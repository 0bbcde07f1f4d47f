"""People whom somebody hides for themselves: nobody else can tell, and who is hidden opens no new direct room."""

from collections.abc import Callable

import pytest

from chat.services.authority import Member
from chat.services.rooms import direct, memberships
from core.problems import Problem
from moderation.models import Hidden
from moderation.selectors.hidden import hidden_by
from moderation.services import hiding
from tests.moderation.scene import Reported
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


def code_of(call: Callable[[], object]) -> str:
    try:
        call()
    except Problem as problem:
        return problem.code
    return ""


def test_hide_and_show(hearth: Reported) -> None:
    for person in (hearth.rude, hearth.moderator, hearth.rude):
        hiding.hide(by=hearth.member, user_id=person.pk)
    assert hidden_by(hearth.member) == [hearth.moderator, hearth.rude]
    assert hidden_by(hearth.owner) == []
    for _ in range(2):
        hiding.show(by=hearth.member, user_id=hearth.rude.pk)
    assert hidden_by(hearth.member) == [hearth.moderator]
    hiding.hide(by=hearth.member, user_id=hearth.rude.pk)
    assert hidden_by(hearth.member) == [hearth.rude, hearth.moderator]
    assert Hidden.objects.count() == 2


def test_twice_takes_no_number(hearth: Reported) -> None:
    hiding.hide(by=hearth.member, user_id=hearth.rude.pk)
    before = Hidden.objects.get().own_rev
    hiding.hide(by=hearth.member, user_id=hearth.rude.pk)
    assert Hidden.objects.get().own_rev == before
    hiding.show(by=hearth.member, user_id=hearth.rude.pk)
    hiding.show(by=hearth.member, user_id=hearth.rude.pk)
    assert Hidden.objects.get().own_rev == before + 1


def test_only_people_one_can_see(hearth: Reported) -> None:
    for stranger in (hearth.stranger.pk, hearth.former.pk, 10**9):
        assert code_of(lambda stranger=stranger: hiding.hide(by=hearth.member, user_id=stranger)) == "not_found"  # type: ignore[misc]
    assert code_of(lambda: hiding.hide(by=hearth.member, user_id=hearth.member.pk)) == "forbidden"
    assert not Hidden.objects.exists()


def test_who_has_left_stays_hidden(hearth: Reported) -> None:
    hiding.hide(by=hearth.member, user_id=hearth.rude.pk)
    memberships.leave(by=hearth.rude, room_id=hearth.id)
    hiding.hide(by=hearth.member, user_id=hearth.rude.pk)
    assert hidden_by(hearth.member) == [hearth.rude]


def test_the_most(hearth: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hiding, "MOST_HIDDEN", 2)
    monkeypatch.setattr(hiding, "MOST_KEPT", 4)
    people = [a_user(f"guest{number}") for number in range(6)]
    memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=[person.pk for person in people])
    for person in people[:2]:
        hiding.hide(by=hearth.member, user_id=person.pk)
    assert code_of(lambda: hiding.hide(by=hearth.member, user_id=people[2].pk)) == "too_many_hidden"
    hiding.hide(by=hearth.owner, user_id=people[2].pk)  # each has their own
    for person in people:
        hiding.show(by=hearth.member, user_id=person.pk)
        hiding.hide(by=hearth.member, user_id=person.pk) if person == people[-1] else None
    for person in people[:-1]:
        hiding.hide(by=hearth.member, user_id=person.pk)
        hiding.show(by=hearth.member, user_id=person.pk)
    assert hidden_by(hearth.member) == [people[-1]]
    assert Hidden.objects.filter(user=hearth.member).count() <= 4


class TestDirectRooms:
    def test_who_is_hidden_opens_none(self, hearth: Reported) -> None:
        hiding.hide(by=hearth.member, user_id=hearth.rude.pk)
        with pytest.raises(Problem) as refused:
            direct.open_direct(by=hearth.rude, others=[hearth.member.pk])
        closed = a_user("closed", is_active=False)
        with pytest.raises(Problem) as unknown:
            direct.open_direct(by=hearth.rude, others=[closed.pk])
        assert (refused.value.body, refused.value.status) == (unknown.value.body, unknown.value.status)
        assert (
            code_of(lambda: direct.open_direct(by=hearth.rude, others=[hearth.owner.pk, hearth.member.pk])) == "invalid"
        )
        assert direct.open_direct(by=hearth.rude, others=[hearth.owner.pk]).created

    def test_who_hides_opens_one(self, hearth: Reported) -> None:
        hiding.hide(by=hearth.member, user_id=hearth.rude.pk)
        room = direct.open_direct(by=hearth.member, others=[hearth.rude.pk]).room
        assert direct.open_direct(by=hearth.rude, others=[hearth.member.pk]).room == room

    def test_one_that_is_there_stays(self, hearth: Reported) -> None:
        room = direct.open_direct(by=hearth.rude, others=[hearth.member.pk]).room
        hiding.hide(by=hearth.member, user_id=hearth.rude.pk)
        assert direct.open_direct(by=hearth.rude, others=[hearth.member.pk]).room == room

    def test_shown_again_they_open_one(self, hearth: Reported) -> None:
        hiding.hide(by=hearth.member, user_id=hearth.rude.pk)
        hiding.show(by=hearth.member, user_id=hearth.rude.pk)
        assert direct.open_direct(by=hearth.rude, others=[hearth.member.pk]).created
