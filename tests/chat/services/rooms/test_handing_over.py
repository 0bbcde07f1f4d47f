"""Rooms of which somebody is the only owner go to another person, all in one act."""

from itertools import pairwise
from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import User
from chat.models import Membership, Room
from chat.selectors.owners import rooms_owned_alone
from chat.services.authority import Administrator, Member
from chat.services.rooms import bans, handing_over, memberships, rooms
from core.audit.models import Act
from core.problems import Problem
from tests.chat.hearth import Hearth, Published, Role
from tests.support.in_process import Api, a_user, at_once

pytestmark = pytest.mark.django_db


def hand_over(hearth: Hearth, to: User) -> int:
    return handing_over.hand_over(by=Administrator(hearth.stranger), owner=hearth.owner, to=to)


def roles(room: int) -> dict[str, str]:
    here = Membership.objects.current().filter(room=room)
    return dict(here.values_list("user__username", "role"))


def test_a_member_becomes_the_owner_and_all_are_told(hearth: Hearth, published: Published) -> None:
    rev = hearth.room.rev
    assert hand_over(hearth, hearth.member) == 1
    assert roles(hearth.id) == {"yuki": "owner", "hanako": "member", "kenji": "moderator"}
    assert [(frame["user"]["username"], frame["role"], frame["rev"]) for _, frame in published.frames] == [
        ("yuki", "owner", rev + 1),
        ("hanako", "member", rev + 2),
    ]
    assert (hearth.room.rev, hearth.room.member_count) == (rev + 2, 3)


def test_somebody_from_outside_comes_in(hearth: Hearth) -> None:
    newcomer = a_user("newcomer")
    assert hand_over(hearth, newcomer) == 1
    assert (roles(hearth.id)["newcomer"], hearth.room.member_count) == ("owner", 4)
    joined = hearth.membership(newcomer)
    assert (joined.added_by, joined.accepted, joined.standing_rev) == (hearth.stranger, True, 1)
    assert [room["role"] for room in Api(newcomer).get("rooms/").body["results"]] == ["owner"]


def test_who_was_there_once_comes_back_with_their_marker(hearth: Hearth) -> None:
    before = hearth.membership(hearth.former)
    hand_over(hearth, hearth.former)
    after = hearth.membership(hearth.former)
    assert (after.pk, after.role, after.is_current, after.last_read_seq) == (
        before.pk,
        "owner",
        True,
        before.last_read_seq,
    )


def test_rooms_with_another_active_owner_stay(hearth: Hearth) -> None:
    hearth.set_role(hearth.moderator, Role.OWNER)
    assert hand_over(hearth, hearth.member) == 0
    User.objects.filter(pk=hearth.moderator.pk).update(is_active=False)
    assert list(rooms_owned_alone(hearth.owner)) == [hearth.room]
    assert hand_over(hearth, hearth.member) == 1
    assert list(rooms_owned_alone(hearth.owner)) == []


def test_archived_rooms_go_too_and_direct_ones_have_no_owner(hearth: Hearth) -> None:
    hearth.archive()
    Api(hearth.owner).post("direct/", {"users": [hearth.member.pk]})
    assert hand_over(hearth, hearth.member) == 1


def test_a_second_call_finds_nothing(hearth: Hearth, published: Published) -> None:
    hand_over(hearth, hearth.member)
    rev = hearth.room.rev
    published.clear()
    assert hand_over(hearth, hearth.moderator) == 0
    assert (hearth.room.rev, published.sent) == (rev, [])


@pytest.mark.parametrize("wrong", ["itself", "inactive"])
def test_only_an_active_other_person(hearth: Hearth, wrong: str) -> None:
    User.objects.filter(pk=hearth.member.pk).update(is_active=False)
    with pytest.raises(Problem, match="invalid"):
        hand_over(hearth, hearth.owner if wrong == "itself" else hearth.member)
    assert roles(hearth.id)["hanako"] == "owner"


def test_nobody_who_is_banned_and_then_no_room_goes(hearth: Hearth) -> None:
    kitchen = rooms.create(owner=hearth.owner, name="Kitchen").pk
    bans.ban(by=Member(hearth.owner), room_id=kitchen, user_id=hearth.former.pk)
    with pytest.raises(Problem, match="banned") as refused:
        hand_over(hearth, hearth.former)
    assert str(refused.value.about) == "Kitchen"
    assert roles(hearth.id)["hanako"] == "owner"


def test_nobody_who_has_no_space(hearth: Hearth, settings: Settings) -> None:
    settings.MOST_ROOMS = 2
    hearth_two = [rooms.create(owner=hearth.owner, name=name).pk for name in ("Kitchen",)]
    newcomer = a_user("newcomer")
    rooms.create(owner=newcomer, name="Den")
    with pytest.raises(Problem, match="too_many_rooms"):
        hand_over(hearth, newcomer)
    assert roles(hearth_two[0]) == {"hanako": "owner"}


def test_each_room_is_in_the_log(hearth: Hearth) -> None:
    rooms.create(owner=hearth.owner, name="Kitchen")
    hand_over(hearth, hearth.member)
    acts = Act.objects.filter(name="chat.room_handed_over")
    assert [(act.by_id, act.on_id) for act in acts] == [(hearth.stranger.pk, str(hearth.member.pk))] * 2
    assert set(acts.values_list("room_id", flat=True)) == set(Room.objects.values_list("pk", flat=True))


def many(hearth: Hearth, number: int) -> None:
    made = Room.objects.bulk_create(Room(name=f"Room {index}", member_count=1) for index in range(number))
    Membership.objects.bulk_create(Membership(room=room, user=hearth.owner, role="owner") for room in made)


def test_five_hundred_take_no_more_statements_than_few(
    hearth: Hearth, django_assert_max_num_queries: Any, settings: Settings
) -> None:
    many(hearth, 499)
    newcomer = a_user("newcomer")
    with django_assert_max_num_queries(60):
        assert hand_over(hearth, newcomer) == 500
    assert Membership.objects.current().filter(user=newcomer, role="owner").count() == 500
    revs = Membership.objects.filter(user=newcomer).order_by("standing_rev").values_list("standing_rev", flat=True)
    assert all(later == earlier + 1 for earlier, later in pairwise(revs))
    assert set(Room.objects.exclude(pk=hearth.id).values_list("rev", "member_count")) == {(2, 2)}


@pytest.mark.django_db(transaction=True)
def test_at_once_with_the_owner_stepping_down(hearth: Hearth) -> None:
    """Whoever is first, the room has one owner in the end."""

    def step_down() -> str:
        try:
            memberships.change_role(
                by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.moderator.pk, role=Role.OWNER
            )
        except Problem as problem:
            return problem.code
        return ""

    outcome, number = at_once(step_down, lambda: str(hand_over(hearth, hearth.member)))
    assert (outcome, number) in {("", "0"), ("forbidden", "1")}
    assert list(roles(hearth.id).values()).count("owner") == (2 if outcome == "" else 1)
