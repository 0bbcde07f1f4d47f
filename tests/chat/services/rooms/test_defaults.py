"""Default rooms: who joins the site is a member of them from the start."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from accounts.services import people
from chat.models import Membership, Room
from chat.services.authority import Administrator, Member
from chat.services.importing.history import PastMember, PastRoom
from chat.services.importing.rooms import record
from chat.services.rooms import defaults, memberships, rooms
from chat.services.rooms.defaults import MOST
from core.problems import Problem
from tests.chat.hearth import Hearth, Published, Role
from tests.support.in_process import PASSWORD, Answer, Api, a_user, at_once
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db

KINDS = [Room.Kind.PRIVATE, Room.Kind.DIRECT]


def choose(hearth: Hearth, room_id: int, *, is_default: bool = True) -> Room:
    return defaults.set_default(by=Administrator(hearth.owner), room_id=room_id, is_default=is_default)


def join_site(name: str) -> User:
    return people.register(username=name, email=f"{name}@example.org", password=PASSWORD)


def sign_up(name: str) -> Answer:
    form = {"username": name, "email": f"{name}@example.org", "password": PASSWORD}
    return Api().post("register/", form)


def many(hearth: Hearth, count: int) -> list[int]:
    rows = Room.objects.bulk_create(Room(name=f"{number}", is_default=True) for number in range(count))
    Membership.objects.bulk_create(Membership(room=row, user=hearth.owner, role=Role.OWNER) for row in rows)
    Room.objects.filter(is_default=True).update(member_count=1)
    return [row.pk for row in rows]


class TestJoining:
    def test_nobody_enters_a_room_that_no_administrator_chose(self, hearth: Hearth) -> None:
        assert not join_site("mai").memberships.exists()

    def test_a_new_person_is_a_member_and_the_room_is_told(self, hearth: Hearth, published: Published) -> None:
        choose(hearth, hearth.id)
        before, last = hearth.room, hearth.say()
        published.clear()
        mai = join_site("mai")
        membership = hearth.membership(mai)
        assert (membership.role, membership.added_by, membership.accepted) == (Role.MEMBER, None, True)
        # What was said before is history, not news.
        assert membership.last_read_seq == last.seq
        assert (hearth.room.member_count, hearth.room.rev) == (before.member_count + 1, before.rev + 2)
        [(group, frame)] = published.frames
        assert (group, frame["type"], frame["user"]["username"]) == (f"room.{hearth.id}", "member", "mai")
        assert (frame["rev"], frame["member_count"]) == (hearth.room.rev, hearth.room.member_count)
        started = {"type": "membership.started", "room": hearth.id, "me": 1}
        assert published.events == [(f"user.{mai.pk}", started)]

    def test_from_the_console(self, hearth: Hearth) -> None:
        choose(hearth, hearth.id)
        call_command("createsuperuser", username="root", email="root@example.org", interactive=False)
        assert hearth.membership(User.objects.get(username="root")).is_current

    def test_a_refused_name_enters_nothing(self, hearth: Hearth) -> None:
        choose(hearth, hearth.id)
        count = hearth.room.member_count
        assert sign_up("kenji").fields == {"username": ["username_taken"], "email": ["email_taken"]}
        assert hearth.room.member_count == count

    def test_a_room_that_everybody_has_left_gets_an_owner(self, hearth: Hearth) -> None:
        choose(hearth, hearth.id)
        for user in (hearth.member, hearth.moderator, hearth.owner):
            memberships.leave(by=user, room_id=hearth.id)
        assert [hearth.membership(join_site(name)).role for name in ("mai", "aoi")] == [Role.OWNER, Role.MEMBER]

    def test_an_imported_room(self, hearth: Hearth) -> None:
        now = timezone.now()
        member = PastMember(hearth.owner, now - timedelta(days=1), Role.OWNER)
        (room,) = record([PastRoom("Past", "public", "", now, [member], [], is_default=True)])
        assert Member(join_site("mai")).membership(room.pk).role == Role.MEMBER

    def test_fifty_rooms(self, hearth: Hearth) -> None:
        ids = many(hearth, MOST)
        # Four statements for each room, and what the account itself takes.
        assert queries_of(lambda: sign_up("mai")) < 7 * MOST
        mine = Membership.objects.current().filter(user__username="mai").order_by("standing_rev")
        assert [each.room_id for each in mine] == ids
        assert [each.standing_rev for each in mine] == list(range(1, MOST + 1))
        assert set(Room.objects.filter(pk__in=ids).values_list("member_count", "rev")) == {(2, 1)}

    def test_fewer_where_a_person_may_be_in_fewer(self, hearth: Hearth, settings: Settings) -> None:
        settings.MOST_ROOMS = 2
        ids = many(hearth, 3)
        assert list(join_site("mai").memberships.order_by("room").values_list("room", flat=True)) == ids[:2]


@pytest.mark.django_db(transaction=True)
def test_two_at_once(settings: Settings) -> None:
    settings.REGISTRATION = "open"
    hearth = Hearth()
    ids = many(hearth, 10)
    answers = at_once(lambda: sign_up("mai"), lambda: sign_up("aoi"))
    assert [answer.status for answer in answers] == [201, 201]
    assert set(Room.objects.filter(pk__in=ids).values_list("member_count", "rev")) == {(3, 2)}
    revs = Membership.objects.filter(room__in=ids, user__username__in=["mai", "aoi"]).values_list("room", "rev")
    assert set(revs) == {(room, rev) for room in ids for rev in (1, 2)}


class TestChoosing:
    @pytest.mark.parametrize("kind", KINDS)
    def test_others_cannot_be_one(self, hearth: Hearth, kind: str) -> None:
        Room.objects.filter(pk=hearth.id).update(kind=kind)
        with pytest.raises(Problem) as refused:
            choose(hearth, hearth.id)
        assert refused.value.code == "forbidden"
        assert not hearth.room.is_default

    def test_archiving_takes_it_out_for_good(self, hearth: Hearth) -> None:
        choose(hearth, hearth.id)
        hearth.archive()
        assert not join_site("mai").memberships.exists()
        with pytest.raises(Problem) as refused:
            choose(hearth, hearth.id)
        assert refused.value.code == "room_archived"
        hearth.archive(False)
        assert not hearth.room.is_default

    @pytest.mark.parametrize("change", [{"kind": "private"}, {"archived_at": timezone.now()}])
    def test_a_room_that_another_version_closed_is_left_out(self, hearth: Hearth, change: dict[str, object]) -> None:
        choose(hearth, hearth.id)
        Room.objects.filter(pk=hearth.id).update(**change)
        assert not join_site("mai").memberships.exists()

    def test_members_stay_when_it_ends(self, hearth: Hearth) -> None:
        choose(hearth, hearth.id)
        mai = join_site("mai")
        assert not choose(hearth, hearth.id, is_default=False).is_default
        assert hearth.membership(mai).is_current
        assert not join_site("aoi").memberships.exists()

    def test_there_are_fifty_at_most(self, hearth: Hearth) -> None:
        first, *_ = many(hearth, MOST)
        with pytest.raises(Problem) as refused:
            choose(hearth, hearth.id)
        assert refused.value.code == "invalid"
        assert choose(hearth, first).is_default  # it is one already
        choose(hearth, first, is_default=False)
        assert choose(hearth, hearth.id).is_default

    def test_no_rev_is_taken_since_no_member_sees_it(self, hearth: Hearth, published: Published) -> None:
        rev = hearth.room.rev
        choose(hearth, hearth.id)
        assert (hearth.room.rev, published.sent) == (rev, [])


@pytest.mark.django_db(transaction=True)
def test_two_administrators_choose_the_last_one_at_once() -> None:
    hearth = Hearth()
    many(hearth, MOST - 1)
    chosen = [hearth.id, rooms.create(owner=a_user("mai"), name="Attic").pk]

    def outcome(room_id: int) -> str:
        try:
            choose(hearth, room_id)
        except Problem as problem:
            return problem.code
        return "chosen"

    assert sorted(at_once(*(lambda room_id=room_id: outcome(room_id) for room_id in chosen))) == ["chosen", "invalid"]
    assert Room.objects.filter(is_default=True).count() == MOST
