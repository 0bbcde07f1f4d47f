"""Direct rooms: one for each set of people."""

import pytest

from accounts.models import User
from chat import selectors
from chat.models import Membership, Room
from chat.services.authority import Administrator, Member
from chat.services.rooms import direct, joining, memberships, rooms
from core.problems import Problem
from tests.chat.hearth import Hearth, Published, Role
from tests.support.in_process import a_user, at_once

pytestmark = pytest.mark.django_db


def open_direct(user: User, *others: User) -> direct.Opened:
    return direct.open_direct(by=user, others=[person.pk for person in others])


def names(user: User, room: Room) -> list[str]:
    return [person.username for person in selectors.summary_of(user, room.pk).people]


class TestOpen:
    def test_there_is_one_whoever_opens_it_and_however(self, hearth: Hearth) -> None:
        room, created = open_direct(hearth.owner, hearth.member)
        assert created
        for user, *others in (
            (hearth.owner, hearth.member),
            (hearth.member, hearth.owner),
            (hearth.member, hearth.owner, hearth.owner, hearth.member),
        ):
            assert open_direct(user, *others) == (room, False)

    def test_another_set_of_people_has_another(self, hearth: Hearth) -> None:
        two = open_direct(hearth.owner, hearth.member).room
        three = open_direct(hearth.owner, hearth.member, hearth.moderator).room
        others = open_direct(hearth.owner, hearth.moderator).room
        assert len({two, three, others}) == 3

    def test_it_is_called_by_the_others(self, hearth: Hearth) -> None:
        room = open_direct(hearth.owner, hearth.member, hearth.stranger).room
        assert (room.kind, room.name, room.member_count) == ("direct", "", 3)
        assert names(hearth.owner, room) == ["yuki", "sora"]
        assert names(hearth.stranger, room) == ["hanako", "yuki"]
        with pytest.raises(Problem, match="not_found"):
            selectors.summary_of(hearth.moderator, room.pk)

    def test_all_are_members_and_their_sockets_are_told(self, hearth: Hearth, published: Published) -> None:
        room = open_direct(hearth.owner, hearth.stranger).room
        assert set(room.memberships.values_list("role", flat=True)) == {Role.MEMBER}
        people = (hearth.owner, hearth.stranger)
        started = [{"type": "membership.started", "room": room.pk, "me": me} for me in (2, 1)]
        assert published.events == [(f"user.{person.pk}", event) for person, event in zip(people, started, strict=True)]

    def test_who_was_deactivated_is_no_reason_to_lose_the_room(self, hearth: Hearth) -> None:
        room = open_direct(hearth.owner, hearth.member).room
        User.objects.filter(pk=hearth.member.pk).update(is_active=False)
        assert open_direct(hearth.owner, hearth.member).room == room
        with pytest.raises(Problem, match="invalid"):
            open_direct(hearth.stranger, hearth.member)

    @pytest.mark.parametrize(("others", "code"), [(0, "min_length"), (8, "max_length")])
    def test_it_is_of_two_to_eight(self, hearth: Hearth, others: int, code: str) -> None:
        crowd = [a_user(f"guest{turn}") for turn in range(others)]
        with pytest.raises(Problem) as refused:
            open_direct(hearth.owner, *crowd)
        assert refused.value.fields == {"users": [code]}

    def test_eight_have_one(self, hearth: Hearth) -> None:
        crowd = [a_user(f"guest{turn}") for turn in range(7)]
        assert len(names(hearth.owner, open_direct(hearth.owner, *crowd).room)) == 7

    def test_somebody_who_never_was_has_none(self, hearth: Hearth) -> None:
        with pytest.raises(Problem) as refused:
            direct.open_direct(by=hearth.owner, others=[2**62])
        assert refused.value.fields == {"users": ["does_not_exist"]}


@pytest.mark.django_db(transaction=True)
def test_opened_by_both_at_once_it_is_one(hearth: Hearth) -> None:
    for other in (hearth.stranger, hearth.member, hearth.moderator, hearth.former):
        pairs = [(hearth.owner, other), (other, hearth.owner)] * 4
        opened = at_once(*[lambda pair=pair: open_direct(*pair) for pair in pairs])
        assert len({room.pk for room, _ in opened}) == 1
        assert [created for _, created in opened].count(True) == 1
        assert Membership.objects.filter(room=opened[0].room).count() == 2


class TestItStaysAsItIs:
    @pytest.fixture
    def room(self, hearth: Hearth) -> Room:
        return open_direct(hearth.owner, hearth.member).room

    @pytest.mark.parametrize("kind", ["owner", "stranger"])
    def test_nobody_changes_it(self, hearth: Hearth, room: Room, kind: str) -> None:
        """Not from inside, and not from the admin."""
        by = Member(hearth.owner) if kind == "owner" else Administrator(hearth.stranger)
        member, stranger = hearth.member.pk, hearth.stranger.pk
        for change in (
            lambda: rooms.change(by=by, room_id=room.pk, archived=True),
            lambda: rooms.change(by=by, room_id=room.pk, topic="Between us"),
            lambda: memberships.add(by=by, room_id=room.pk, user_ids=[stranger]),
            lambda: memberships.remove(by=by, room_id=room.pk, user_id=member),
            lambda: memberships.change_role(by=by, room_id=room.pk, user_id=member, role=Role.OWNER),
            lambda: memberships.leave(by=hearth.owner, room_id=room.pk),
        ):
            with pytest.raises(Problem, match="forbidden"):
                change()

    def test_nobody_joins_it(self, hearth: Hearth, room: Room) -> None:
        with pytest.raises(Problem, match="not_found"):
            joining.join(by=hearth.stranger, room_id=room.pk)
