"""Many memberships at once: the same effects as one at a time, with a bounded number of queries."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat.models import Ban, Membership, OwnState, Room
from chat.services.authority import Administrator
from chat.services.rooms import direct, many_members, memberships, rooms
from core.problems import Problem
from tests.chat.hearth import Hearth, Published, Role
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

MOST_QUERIES = 20


@pytest.fixture
def administrator() -> Administrator:
    return Administrator(a_user("admin", is_staff=True, is_superuser=True))


def crowd(hearth: Hearth, count: int) -> list[Membership]:
    people = [a_user(f"guest{number}") for number in range(count)]
    memberships.add(by=Administrator(hearth.owner), room_id=hearth.id, user_ids=[user.pk for user in people])
    return list(Membership.objects.filter(user__in=people).order_by("pk"))


def numbers(hearth: Hearth, rows: list[Membership]) -> list[int]:
    return list(
        Membership.objects.filter(pk__in=[row.pk for row in rows]).order_by("rev").values_list("rev", flat=True)
    )


def queries(change: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as caught:
        change()
    return len(caught)


def test_the_room_and_each_person_hear_of_every_removal(
    hearth: Hearth, administrator: Administrator, published: Published
) -> None:
    rows, before = crowd(hearth, 3), hearth.room
    published.clear()
    ended = many_members.remove(by=administrator, memberships=rows)
    assert {row.pk for row in ended} == {row.pk for row in rows}
    assert hearth.room.member_count == before.member_count - 3 == hearth.room.memberships.filter(left_at=None).count()
    assert numbers(hearth, rows) == [before.rev + 1, before.rev + 2, before.rev + 3]
    frames = [frame for _, frame in published.frames]
    assert [(frame["type"], frame["role"], frame["rev"]) for frame in frames] == [
        ("member", None, before.rev + number) for number in (1, 2, 3)
    ]
    assert [frame["member_count"] for frame in frames] == [before.member_count - number for number in (1, 2, 3)]
    told = dict(published.events)
    for row in Membership.objects.filter(pk__in=[row.pk for row in rows]):
        assert row.left_at is not None
        assert told[f"user.{row.user_id}"] == {
            "type": "membership.ended",
            "room": hearth.id,
            "me": row.standing_rev,
        }
        assert OwnState.objects.get(user=row.user_id).rev == row.standing_rev


def test_twice_ends_once_and_tells_again(hearth: Hearth, administrator: Administrator, published: Published) -> None:
    rows = crowd(hearth, 2)
    many_members.remove(by=administrator, memberships=rows)
    first, before = published.sent[-4:], hearth.room.rev
    published.clear()
    assert many_members.remove(by=administrator, memberships=rows) == []
    assert hearth.room.rev == before
    assert len(published.events) == len(rows) == len(first) / 2


def test_one_person_in_two_rooms_gets_two_own_revs(hearth: Hearth, administrator: Administrator) -> None:
    other = rooms.create(owner=hearth.owner, name="Attic", members=[hearth.member.pk])
    rows = list(Membership.objects.filter(user=hearth.member))
    before = OwnState.objects.get(user=hearth.member).rev
    many_members.remove(by=administrator, memberships=rows)
    revs = Membership.objects.filter(user=hearth.member).values_list("standing_rev", flat=True)
    assert sorted(revs) == [before + 1, before + 2]
    assert OwnState.objects.get(user=hearth.member).rev == before + 2
    assert Room.objects.get(pk=other.pk).member_count == 1


@pytest.mark.parametrize("change", ["remove", "change_role"])
def test_a_room_keeps_an_owner_and_then_nothing_changes(
    hearth: Hearth, administrator: Administrator, published: Published, change: str
) -> None:
    rows = [hearth.membership(hearth.member), hearth.membership(hearth.owner)]
    before = hearth.room.rev
    published.clear()
    more = {"role": Role.MODERATOR} if change == "change_role" else {}
    with pytest.raises(Problem, match="last_owner") as refused:
        getattr(many_members, change)(by=administrator, memberships=rows, **more)
    assert refused.value.about == rows[1]
    assert (hearth.room.rev, published.sent) == (before, [])


def test_of_two_owners_one_may_go(hearth: Hearth, administrator: Administrator) -> None:
    hearth.set_role(hearth.moderator, Role.OWNER)
    assert len(many_members.remove(by=administrator, memberships=[hearth.membership(hearth.owner)])) == 1


def test_people_are_banned_together_and_once(
    hearth: Hearth, administrator: Administrator, published: Published
) -> None:
    rows = [*crowd(hearth, 2), hearth.membership(hearth.former)]
    bans = many_members.ban(by=administrator, memberships=rows, reason=" spam ")
    assert {(ban.user_id, ban.reason, ban.banned_by_id) for ban in bans} == {
        (row.user_id, "spam", administrator.user.pk) for row in rows
    }
    assert not Membership.objects.current().filter(pk__in=[row.pk for row in rows]).exists()
    assert many_members.ban(by=administrator, memberships=rows) == []
    assert Ban.objects.count() == 3


def test_nobody_bans_themselves(hearth: Hearth) -> None:
    with pytest.raises(Problem, match="forbidden"):
        many_members.ban(by=Administrator(hearth.owner), memberships=[hearth.membership(hearth.owner)])


def test_roles_change_and_the_room_is_told(hearth: Hearth, administrator: Administrator, published: Published) -> None:
    rows = [*crowd(hearth, 2), hearth.membership(hearth.moderator), hearth.membership(hearth.former)]
    published.clear()
    changed = many_members.change_role(by=administrator, memberships=rows, role=Role.MODERATOR)
    assert {row.pk for row in changed} == {row.pk for row in rows[:2]}
    assert [frame["role"] for _, frame in published.frames] == ["moderator", "moderator"]


def test_an_archived_room_keeps_its_roles_and_loses_members(hearth: Hearth, administrator: Administrator) -> None:
    rows = crowd(hearth, 1)
    hearth.archive()
    with pytest.raises(Problem, match="room_archived"):
        many_members.change_role(by=administrator, memberships=rows, role=Role.MODERATOR)
    assert len(many_members.remove(by=administrator, memberships=rows)) == 1


def test_a_direct_room_keeps_its_people(administrator: Administrator) -> None:
    room = direct.open_direct(by=administrator.user, others=[a_user("kenji").pk]).room
    with pytest.raises(Problem, match="forbidden"):
        many_members.remove(by=administrator, memberships=room.memberships.all())


@pytest.mark.parametrize("change", ["remove", "ban", "change_role"])
def test_the_number_of_queries_is_far_below_that_of_rows(
    hearth: Hearth, administrator: Administrator, change: str
) -> None:
    more = {"role": Role.MODERATOR} if change == "change_role" else {}
    rows = crowd(hearth, 30)
    assert queries(lambda: getattr(many_members, change)(by=administrator, memberships=rows, **more)) <= MOST_QUERIES


def test_bans_are_lifted_together(hearth: Hearth, administrator: Administrator) -> None:
    bans = many_members.ban(by=administrator, memberships=crowd(hearth, 2))
    assert len(many_members.lift(by=administrator, bans=bans)) == 2
    assert many_members.lift(by=administrator, bans=bans) == []
    assert not Ban.objects.exists()
