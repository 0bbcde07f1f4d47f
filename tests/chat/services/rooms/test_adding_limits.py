"""How often somebody adds people to rooms, and how many rooms a person can be in."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import caches
from pytest_django import Settings

from accounts.models import User
from chat.models import Membership, Room
from chat.services.authority import Member
from chat.services.rooms import direct, invitations, joining, memberships, rooms
from core.problems import Problem
from tests.chat.hearth import Hearth
from tests.support.in_process import Answer, Api, a_user, at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counts() -> Iterator[None]:
    yield
    for name in ("default", "local"):
        caches[name].clear()


def limit(settings: Settings, **rates: str) -> None:
    limits = {scope: {"anywhere": rate} for scope, rate in rates.items()}
    settings.ACCOUNT_RATES = {**settings.ACCOUNT_RATES, **limits}


def add(hearth: Hearth, *users: User, by: User | None = None) -> Answer:
    return Api(by or hearth.owner).post(f"rooms/{hearth.id}/members/", {"users": [user.pk for user in users]})


class TestHowOften:
    def test_people_one_adds(self, hearth: Hearth, settings: Settings) -> None:
        limit(settings, add_people="3/hour")
        one, two, three, four = (a_user(f"guest{turn}") for turn in range(4))
        assert add(hearth, one, two).status == 201
        assert add(hearth, one, two, hearth.member).status == 201  # in already
        assert Api(hearth.owner).post(
            "rooms/", {"kind": "public", "name": "x", "members": [three.pk, hearth.owner.pk]}
        ).status == 201  # fmt: skip
        answer = add(hearth, four)
        assert answer.refusal == (429, "rate_limited")
        assert 0 < int(answer.headers["Retry-After"]) <= 3600
        assert not Membership.objects.filter(user=four).exists()
        # Others are not held up.
        assert add(hearth, four, by=hearth.moderator).status == 201

    def test_too_many_at_once_are_not_begun_with(self, hearth: Hearth, settings: Settings) -> None:
        limit(settings, add_people="3/hour")
        guests = [a_user(f"guest{turn}") for turn in range(4)]
        assert add(hearth, *guests).refusal == (429, "rate_limited")
        assert not Membership.objects.filter(user__in=guests).exists()

    def test_one_person_by_one_other_in_every_way(self, hearth: Hearth, settings: Settings) -> None:
        limit(settings, add_person="3/day")
        api, target = Api(hearth.owner), hearth.stranger.pk
        assert add(hearth, hearth.stranger).status == 201
        assert api.post("rooms/", {"kind": "private", "name": "x", "members": [target]}).status == 201
        assert api.post("direct/", {"users": [target]}).status == 201
        room = api.post("rooms/", {"kind": "private", "name": "y"}).body["id"]
        tries: list[tuple[str, dict[str, Any]]] = [
            (f"rooms/{room}/members/", {"users": [target, hearth.former.pk]}),
            ("rooms/", {"kind": "private", "name": "z", "members": [target]}),
            ("direct/", {"users": [target, hearth.member.pk]}),
        ]
        before = list(Membership.objects.order_by("pk").values())
        for path, body in tries:
            answer = api.post(path, body)
            assert (answer.refusal, answer.body["users"]) == ((429, "rate_limited"), [target])
            assert int(answer.headers["Retry-After"]) <= 24 * 3600
        assert list(Membership.objects.order_by("pk").values()) == before
        # What is there stays open, and others are others.
        assert api.post("direct/", {"users": [target]}).status == 200
        assert api.post("direct/", {"users": [hearth.member.pk]}).status == 201

    @pytest.mark.parametrize("what", ["create_room", "open_direct", "invite"])
    def test_rooms_direct_rooms_and_invitations(self, hearth: Hearth, settings: Settings, what: str) -> None:
        limit(settings, **{what: "2/hour"})
        api = Api(hearth.owner)
        crowd = iter([hearth.member, hearth.moderator, hearth.stranger])
        make: dict[str, Callable[[], Answer]] = {
            "create_room": lambda: api.post("rooms/", {"kind": "public", "name": "x"}),
            "open_direct": lambda: api.post("direct/", {"users": [next(crowd).pk]}),
            "invite": lambda: api.post(f"rooms/{hearth.id}/invitations/", {}),
        }
        assert [make[what]().status for _ in range(2)] == [201, 201]
        answer = make[what]()
        assert answer.refusal == (429, "rate_limited")
        assert int(answer.headers["Retry-After"]) <= 3600

    def test_invitations_to_the_site_count_among_them(self, hearth: Hearth, settings: Settings) -> None:
        limit(settings, invite="2/hour")
        staff = a_user("staff", is_staff=True, is_superuser=True)
        api = Api(staff)
        assert [api.post("invitations/", {}).status for _ in range(3)] == [201, 201, 429]

    def test_who_is_no_member_learns_nothing_from_it(self, hearth: Hearth, settings: Settings) -> None:
        limit(settings, add_people="0/hour")
        for user in (hearth.member, hearth.former):
            assert add(hearth, user, by=hearth.stranger).refusal == (404, "not_found")


class TestHowManyRooms:
    def fill(self, user: User, settings: Settings) -> None:
        settings.MOST_ROOMS = Room.objects.for_member(user).exclude(kind=Room.Kind.DIRECT).count()

    def test_i_come_into_no_more(self, hearth: Hearth, settings: Settings) -> None:
        user, api = hearth.stranger, Api(hearth.stranger)
        token = invitations.invite(by=Member(hearth.owner), room_id=hearth.id, lifetime=None, uses=1).token
        room = api.post("rooms/", {"kind": "public", "name": "x"}).body["id"]
        self.fill(user, settings)
        for path, body in (
            (f"rooms/{hearth.id}/join/", None),
            (f"invitations/{token}/", None),
            ("rooms/", {"kind": "private", "name": "y"}),
        ):
            answer = api.post(path, body)
            assert answer.refusal == (409, "too_many_rooms")
            assert "users" not in answer.body
        assert Room.objects.for_member(user).count() == 1
        # Twice is once, also where there is no room for more.
        assert api.post(f"rooms/{room}/join/").status == 200
        memberships.leave(by=user, room_id=room)
        assert api.post(f"invitations/{token}/").status == 200

    def test_nobody_puts_me_into_more(self, hearth: Hearth, settings: Settings) -> None:
        user = hearth.stranger
        rooms.create(owner=user, name="x")
        settings.MOST_ROOMS = 2
        rooms.create(owner=user, name="y")
        answer = add(hearth, user, hearth.former, by=hearth.moderator)
        assert (answer.refusal, answer.body["users"]) == ((409, "too_many_rooms"), [user.pk])
        made = Api(hearth.owner).post("rooms/", {"kind": "public", "name": "z", "members": [user.pk]})
        assert (made.refusal, made.body["users"]) == ((409, "too_many_rooms"), [user.pk])
        assert Room.objects.for_member(user).count() == 2

    def test_direct_rooms_do_not_count(self, hearth: Hearth, settings: Settings) -> None:
        settings.MOST_ROOMS = 1
        direct.open_direct(by=hearth.stranger, others=[hearth.owner.pk])
        joining.join(by=hearth.stranger, room_id=hearth.id)
        assert direct.open_direct(by=hearth.stranger, others=[hearth.member.pk]).created

    def test_rooms_one_has_left_do_not_count(self, hearth: Hearth, settings: Settings) -> None:
        settings.MOST_ROOMS = 1
        joining.join(by=hearth.stranger, room_id=hearth.id)
        memberships.leave(by=hearth.stranger, room_id=hearth.id)
        rooms.create(owner=hearth.stranger, name="x")


@pytest.mark.django_db(transaction=True)
def test_rooms_entered_at_once_are_counted_one_after_the_other(hearth: Hearth, settings: Settings) -> None:
    ids = [rooms.create(owner=hearth.owner, name=f"Room {turn}").pk for turn in range(6)]
    settings.MOST_ROOMS = 2

    def join(room: int) -> str:
        try:
            joining.join(by=hearth.stranger, room_id=room)
        except Problem as problem:
            return problem.code
        return ""

    outcomes = at_once(*[lambda room=room: join(room) for room in ids])
    assert sorted(outcomes) == ["", "", *["too_many_rooms"] * 4]
    assert Room.objects.for_member(hearth.stranger).count() == 2
