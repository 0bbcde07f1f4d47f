"""A room has an owner who can act, however people come into it and leave it."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from accounts.models import User
from accounts.services.people import set_active
from chat.services.authority import Administrator, Member
from chat.services.rooms import direct, invitations, joining, many_members, memberships
from core.problems import Problem
from tests.chat.hearth import Hearth, Published, Role
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

Enter = Callable[[Hearth, Sequence[User]], object]


def by_link(hearth: Hearth) -> Enter:
    token = invitations.invite(
        by=Member(hearth.moderator), room_id=hearth.id, lifetime=timedelta(days=1), uses=None
    ).token
    return lambda _, people: [invitations.accept(by=person, token=token) for person in people]


def by_joining(hearth: Hearth) -> Enter:
    return lambda hearth, people: joining.join_together(hearth.id, people)


def by_being_added(hearth: Hearth) -> Enter:
    by, room_id = Administrator(a_user("chief", is_staff=True, is_superuser=True)), hearth.id
    return lambda _, people: memberships.add(by=by, room_id=room_id, user_ids=[person.pk for person in people])


@pytest.mark.parametrize("way", [by_link, by_joining, by_being_added])
@pytest.mark.parametrize("first", ["former", "stranger"])
def test_the_first_who_enters_a_room_that_everybody_left(
    hearth: Hearth, published: Published, way: Callable[[Hearth], Enter], first: str
) -> None:
    enter, people = way(hearth), [hearth.person(first), a_user("umi")]
    for person in (hearth.member, hearth.moderator, hearth.owner):
        memberships.leave(by=person, room_id=hearth.id)
    published.clear()
    enter(hearth, people)
    assert [hearth.membership(person).role for person in people] == [Role.OWNER, Role.MEMBER]
    assert [frame["role"] for _, frame in published.frames] == ["owner", "member"]


@pytest.mark.parametrize("way", [by_link, by_joining, by_being_added])
def test_nobody_else(hearth: Hearth, way: Callable[[Hearth], Enter]) -> None:
    way(hearth)(hearth, [hearth.former, hearth.stranger])
    assert [hearth.membership(person).role for person in (hearth.former, hearth.stranger)] == ["member", "member"]


def test_a_direct_room_has_none(hearth: Hearth) -> None:
    room = direct.open_direct(by=hearth.owner, others=[hearth.member.pk]).room
    assert {membership.role for membership in room.memberships.all()} == {"member"}


class TestDeactivated:
    """Who is deactivated owns nothing: as when rooms are handed over."""

    @pytest.fixture(autouse=True)
    def other_owner(self, hearth: Hearth) -> None:
        hearth.set_role(hearth.moderator, Role.OWNER)
        set_active(user=hearth.moderator, active=False)

    def test_the_other_owner_does_not_leave(self, hearth: Hearth) -> None:
        with pytest.raises(Problem, match="last_owner"):
            memberships.leave(by=hearth.owner, room_id=hearth.id)

    def test_the_other_owner_does_not_step_down(self, hearth: Hearth) -> None:
        with pytest.raises(Problem, match="last_owner"):
            hearth.set_role(hearth.owner, Role.MEMBER)

    @pytest.mark.parametrize("change", ["remove", "ban", "change_role"])
    def test_nor_are_they_taken_out_with_others(self, hearth: Hearth, change: str) -> None:
        by, rows = Administrator(a_user("chief")), [hearth.membership(hearth.owner)]
        more = {"role": Role.MEMBER} if change == "change_role" else {}
        with pytest.raises(Problem, match="last_owner"):
            getattr(many_members, change)(by=by, memberships=rows, **more)

    def test_they_themselves_may_be_removed(self, hearth: Hearth) -> None:
        memberships.remove(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.moderator.pk)
        assert not hearth.membership(hearth.moderator).is_current
