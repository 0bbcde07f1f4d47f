"""Nobody is put into rooms without a word, without an end, or again as soon as they have left."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from chat import selectors
from chat.models import Departure, Membership, Room
from chat.services.authority import Administrator, Member
from chat.services.rooms import direct, invitations, memberships, rooms
from core.problems import Problem
from tests.chat.hearth import Hearth, Published
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


class TestWhoAddedMe:
    def adder(self, user: User) -> str | None:
        """As the list of rooms and a socket's first frame say it."""
        (room,) = selectors.summaries_of(user)
        (beginning,) = selectors.beginnings_of([user])
        assert beginning is not None
        (greeted,) = beginning.rooms
        assert room == greeted
        return room.added_by.username if room.added_by else None

    def test_is_told_until_i_stay(self, hearth: Hearth, published: Published) -> None:
        add(hearth, hearth.stranger, by=hearth.moderator)
        assert self.adder(hearth.stranger) == "kenji"
        published.clear()
        for _ in range(2):
            assert Api(hearth.stranger).post(f"rooms/{hearth.id}/stay/").status == 204
        assert self.adder(hearth.stranger) is None
        # My other devices hear of it once, and nobody else.
        ((group, event),) = published.events
        assert (group, event["type"], '"added_by":null' in event["frame"]) == (
            f"user.{hearth.stranger.pk}", "frame", True,
        )  # fmt: skip
        assert published.frames == []

    def test_is_told_of_a_room_that_began_with_me(self, hearth: Hearth) -> None:
        rooms.create(owner=hearth.moderator, name="Kitchen", members=[hearth.stranger.pk])
        assert self.adder(hearth.stranger) == "kenji"

    def test_is_told_of_an_administrator(self, hearth: Hearth) -> None:
        by = a_user("admin-of-all")
        memberships.add(by=Administrator(by), room_id=hearth.id, user_ids=[hearth.stranger.pk, by.pk])
        assert self.adder(hearth.stranger) == "admin-of-all"
        assert self.adder(by) is None
        rooms.create(owner=hearth.former, name="Kitchen", by=by)
        assert self.adder(hearth.former) == "admin-of-all"

    def test_is_nobody_where_i_came_by_myself(self, hearth: Hearth) -> None:
        memberships.join(by=hearth.stranger, room_id=hearth.id)
        token = invitations.invite(by=Member(hearth.owner), room_id=hearth.id, lifetime=None, uses=None).token
        invitations.accept(by=hearth.former, token=token)
        assert (self.adder(hearth.stranger), self.adder(hearth.former)) == (None, None)

    def test_who_comes_back_by_themselves_was_added_by_nobody(self, hearth: Hearth) -> None:
        memberships.leave(by=hearth.member, room_id=hearth.id)
        memberships.join(by=hearth.member, room_id=hearth.id)
        assert self.adder(hearth.member) is None

    @pytest.mark.parametrize("person", ["former", "stranger"])
    def test_staying_is_for_who_is_in(self, hearth: Hearth, person: str) -> None:
        before = list(Membership.objects.order_by("pk").values())
        assert Api(hearth.person(person)).post(f"rooms/{hearth.id}/stay/").refusal == (404, "not_found")
        assert list(Membership.objects.order_by("pk").values()) == before


class TestAfterLeaving:
    def test_the_same_person_does_not_add_me_back(self, hearth: Hearth) -> None:
        add(hearth, hearth.stranger)
        memberships.leave(by=hearth.stranger, room_id=hearth.id)
        answer = add(hearth, hearth.stranger)
        assert (answer.refusal, answer.body["users"]) == ((409, "left_recently"), [hearth.stranger.pk])
        assert 23 * 3600 < int(answer.headers["Retry-After"]) <= 24 * 3600
        assert not hearth.membership(hearth.stranger).is_current

    def test_also_not_where_i_had_said_to_stay(self, hearth: Hearth) -> None:
        add(hearth, hearth.stranger)
        memberships.stay(by=hearth.stranger, room_id=hearth.id)
        memberships.leave(by=hearth.stranger, room_id=hearth.id)
        assert add(hearth, hearth.stranger).refusal == (409, "left_recently")

    def test_nobody_is_added_in_silence_or_left_out_in_silence(self, hearth: Hearth) -> None:
        others = [a_user(f"guest{turn}") for turn in range(5)]
        answer = add(hearth, hearth.former, *others)
        assert (answer.refusal, answer.body["users"]) == ((409, "left_recently"), [hearth.former.pk])
        assert not Membership.objects.filter(user__in=others).exists()
        assert add(hearth, *others).status == 201

    def test_another_may_and_is_refused_in_turn(self, hearth: Hearth) -> None:
        assert add(hearth, hearth.former, by=hearth.moderator).status == 201
        memberships.leave(by=hearth.former, room_id=hearth.id)
        for by in (hearth.owner, hearth.moderator):
            assert add(hearth, hearth.former, by=by).refusal == (409, "left_recently")
        assert add(hearth, hearth.former, by=hearth.member).status == 201

    def test_who_had_not_added_me_may(self, hearth: Hearth) -> None:
        memberships.join(by=hearth.stranger, room_id=hearth.id)
        memberships.leave(by=hearth.stranger, room_id=hearth.id)
        assert add(hearth, hearth.stranger).status == 201

    def test_i_may_always_come_back(self, hearth: Hearth) -> None:
        memberships.join(by=hearth.former, room_id=hearth.id)
        memberships.leave(by=hearth.former, room_id=hearth.id)
        token = invitations.invite(by=Member(hearth.owner), room_id=hearth.id, lifetime=None, uses=None).token
        assert invitations.accept(by=hearth.former, token=token)

    def test_the_next_day_they_may_again(self, hearth: Hearth) -> None:
        Departure.objects.update(at=timezone.now() - timedelta(days=1, seconds=1))
        assert add(hearth, hearth.former).status == 201
        memberships.leave(by=hearth.former, room_id=hearth.id)
        # What is over is not kept.
        assert Departure.objects.count() == 1

    def test_who_was_removed_did_not_leave(self, hearth: Hearth) -> None:
        memberships.remove(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk)
        assert add(hearth, hearth.member).status == 201

    def test_other_rooms_are_other_rooms(self, hearth: Hearth) -> None:
        kitchen = rooms.create(owner=hearth.owner, name="Kitchen")
        assert memberships.add(by=Member(hearth.owner), room_id=kitchen.pk, user_ids=[hearth.former.pk])


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
        memberships.join(by=hearth.stranger, room_id=hearth.id)
        assert direct.open_direct(by=hearth.stranger, others=[hearth.member.pk]).created

    def test_rooms_one_has_left_do_not_count(self, hearth: Hearth, settings: Settings) -> None:
        settings.MOST_ROOMS = 1
        memberships.join(by=hearth.stranger, room_id=hearth.id)
        memberships.leave(by=hearth.stranger, room_id=hearth.id)
        rooms.create(owner=hearth.stranger, name="x")


@pytest.mark.django_db(transaction=True)
def test_rooms_entered_at_once_are_counted_one_after_the_other(hearth: Hearth, settings: Settings) -> None:
    ids = [rooms.create(owner=hearth.owner, name=f"Room {turn}").pk for turn in range(6)]
    settings.MOST_ROOMS = 2

    def join(room: int) -> str:
        try:
            memberships.join(by=hearth.stranger, room_id=room)
        except Problem as problem:
            return problem.code
        return ""

    outcomes = at_once(*[lambda room=room: join(room) for room in ids])
    assert sorted(outcomes) == ["", "", *["too_many_rooms"] * 4]
    assert Room.objects.for_member(hearth.stranger).count() == 2
