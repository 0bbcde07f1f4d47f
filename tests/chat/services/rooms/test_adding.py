"""Nobody is put into rooms without a word, without an end, or again as soon as they have left."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from accounts.models import User
from chat import selectors
from chat.models import Departure, Membership
from chat.services.authority import Administrator, Member
from chat.services.rooms import invitations, joining, memberships, rooms
from tests.chat.hearth import Hearth, Published
from tests.chat.shown_rooms import shown
from tests.support.in_process import Answer, Api, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counts() -> Iterator[None]:
    yield
    for name in ("default", "local"):
        caches[name].clear()


def add(hearth: Hearth, *users: User, by: User | None = None) -> Answer:
    return Api(by or hearth.owner).post(f"rooms/{hearth.id}/members/", {"users": [user.pk for user in users]})


class TestWhoAddedMe:
    def adder(self, user: User) -> str | None:
        """As the list of rooms and a socket's first frame say it."""
        (room,) = selectors.summaries_of(user)
        (beginning,) = selectors.beginnings_of([user])
        assert beginning is not None
        (greeted,) = shown(beginning.rooms)
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
        joining.join(by=hearth.stranger, room_id=hearth.id)
        token = invitations.invite(by=Member(hearth.owner), room_id=hearth.id, lifetime=None, uses=None).token
        invitations.accept(by=hearth.former, token=token)
        assert (self.adder(hearth.stranger), self.adder(hearth.former)) == (None, None)

    def test_who_comes_back_by_themselves_was_added_by_nobody(self, hearth: Hearth) -> None:
        memberships.leave(by=hearth.member, room_id=hearth.id)
        joining.join(by=hearth.member, room_id=hearth.id)
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
        joining.join(by=hearth.stranger, room_id=hearth.id)
        memberships.leave(by=hearth.stranger, room_id=hearth.id)
        assert add(hearth, hearth.stranger).status == 201

    def test_i_may_always_come_back(self, hearth: Hearth) -> None:
        joining.join(by=hearth.former, room_id=hearth.id)
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
