"""Who is in a room, and who hears that it changed."""

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.services.people import set_active
from chat import selectors
from chat.models import Membership, Room
from chat.services.authority import Member
from chat.services.rooms import joining, memberships, rooms
from core.problems import Problem
from tests.chat.hearth import Hearth, Published, Role
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


def expect_change(hearth: Hearth, published: Published, user: User, *, role: str | None) -> None:
    """One rev was taken, the row and the count are right, and the room was told of it."""
    room, membership = hearth.room, hearth.membership(user)
    assert membership.rev == room.rev
    assert room.member_count == Membership.objects.current().filter(room=room).count()
    (group, frame), *more = published.frames
    assert (group, more) == (f"room.{hearth.id}", [])
    assert (frame["type"], frame["rev"], frame["role"]) == ("member", room.rev, role)
    assert (frame["user"]["id"], frame["member_count"]) == (user.pk, room.member_count)


class TestJoin:
    def test_a_stranger_enters_a_public_room(self, hearth: Hearth, published: Published) -> None:
        before, last = hearth.room, hearth.say()
        published.clear()
        joining.join(by=hearth.stranger, room_id=hearth.id)
        expect_change(hearth, published, hearth.stranger, role="member")
        started = {"type": "membership.started", "room": hearth.id, "me": 1}
        assert published.events == [(f"user.{hearth.stranger.pk}", started)]
        assert hearth.room.rev == before.rev + 2
        # What was said before is history, not news.
        assert hearth.membership(hearth.stranger).last_read_seq == last.seq

    def test_twice_changes_nothing(self, hearth: Hearth, published: Published) -> None:
        before = hearth.room.rev
        joining.join(by=hearth.member, room_id=hearth.id)
        assert (hearth.room.rev, published.sent) == (before, [])

    def test_who_returns_finds_the_read_marker_but_not_the_role(self, hearth: Hearth, published: Published) -> None:
        Membership.objects.filter(user=hearth.moderator).update(last_read_seq=0)
        memberships.leave(by=hearth.moderator, room_id=hearth.id)
        hearth.say("while you were out")
        published.clear()
        returned_at = timezone.now()
        joining.join(by=hearth.moderator, room_id=hearth.id)
        membership = hearth.membership(hearth.moderator)
        assert (membership.role, membership.last_read_seq, membership.left_at) == ("member", 0, None)
        assert membership.joined_at >= returned_at
        expect_change(hearth, published, hearth.moderator, role="member")

    @pytest.mark.parametrize("kind", [Room.Kind.PRIVATE, Room.Kind.DIRECT])
    def test_other_rooms_are_not_there(self, hearth: Hearth, kind: str) -> None:
        Room.objects.filter(pk=hearth.id).update(kind=kind)
        with pytest.raises(Problem, match="not_found"):
            joining.join(by=hearth.stranger, room_id=hearth.id)


class TestLeave:
    def test_the_room_and_my_sockets_are_told(self, hearth: Hearth, published: Published) -> None:
        memberships.leave(by=hearth.member, room_id=hearth.id)
        assert not hearth.membership(hearth.member).is_current
        expect_change(hearth, published, hearth.member, role=None)
        ended = {"type": "membership.ended", "room": hearth.id, "me": 2}
        assert published.events == [(f"user.{hearth.member.pk}", ended)]

    def test_the_only_owner_stays_while_there_are_others(self, hearth: Hearth) -> None:
        with pytest.raises(Problem, match="last_owner"):
            memberships.leave(by=hearth.owner, room_id=hearth.id)
        hearth.set_role(hearth.member, Role.OWNER)
        memberships.leave(by=hearth.owner, room_id=hearth.id)
        assert not hearth.membership(hearth.owner).is_current

    def test_an_owner_who_left_does_not_count(self, hearth: Hearth) -> None:
        hearth.set_role(hearth.member, Role.OWNER)
        memberships.leave(by=hearth.member, room_id=hearth.id)
        with pytest.raises(Problem, match="last_owner"):
            memberships.leave(by=hearth.owner, room_id=hearth.id)

    def test_the_last_person_may_go(self, hearth: Hearth) -> None:
        for person in (hearth.member, hearth.moderator, hearth.owner):
            memberships.leave(by=person, room_id=hearth.id)
        assert hearth.room.member_count == 0


class TestAdd:
    def test_several_at_once(self, hearth: Hearth, published: Published) -> None:
        ids = [hearth.stranger.pk, hearth.former.pk, hearth.member.pk, hearth.stranger.pk]
        before = hearth.room
        added = memberships.add(by=Member(hearth.moderator), room_id=hearth.id, user_ids=ids)
        assert {membership.user for membership in added} == {hearth.stranger, hearth.former, hearth.member}
        assert hearth.room.rev == before.rev + 2
        assert hearth.room.member_count == before.member_count + 2
        assert sorted(group for group, _ in published.events) == sorted(
            f"user.{user.pk}" for user in (hearth.stranger, hearth.former)
        )
        assert [frame["rev"] for _, frame in published.frames] == [before.rev + 1, before.rev + 2]

    def test_who_is_in_already_keeps_their_role(self, hearth: Hearth) -> None:
        memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=[hearth.moderator.pk])
        assert hearth.membership(hearth.moderator).role == Role.MODERATOR

    @pytest.mark.parametrize("missing", ["unknown", "inactive"])
    def test_nobody_is_added_where_somebody_does_not_exist(
        self, hearth: Hearth, published: Published, missing: str
    ) -> None:
        inactive = a_user("gone")
        set_active(user=inactive, active=False)
        published.clear()
        user_id = {"unknown": inactive.pk + 1, "inactive": inactive.pk}[missing]
        with pytest.raises(Problem) as caught:
            memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=[hearth.stranger.pk, user_id])
        assert caught.value.fields == {"users": ["does_not_exist"]}
        assert not Membership.objects.filter(user=hearth.stranger).exists()
        assert published.sent == []


class TestRole:
    def test_the_room_is_told(self, hearth: Hearth, published: Published) -> None:
        hearth.set_role(hearth.member, Role.MODERATOR)
        assert hearth.membership(hearth.member).role == Role.MODERATOR
        expect_change(hearth, published, hearth.member, role="moderator")
        assert published.events == []

    def test_the_same_role_changes_nothing(self, hearth: Hearth, published: Published) -> None:
        before = hearth.room.rev
        hearth.set_role(hearth.member, Role.MEMBER)
        assert (hearth.room.rev, published.sent) == (before, [])

    def test_the_only_owner_does_not_step_down(self, hearth: Hearth) -> None:
        with pytest.raises(Problem, match="last_owner"):
            hearth.set_role(hearth.owner, Role.MODERATOR)
        hearth.set_role(hearth.member, Role.OWNER)
        hearth.set_role(hearth.owner, Role.MEMBER)
        assert hearth.membership(hearth.owner).role == Role.MEMBER

    @pytest.mark.parametrize("person", ["former", "stranger"])
    def test_who_is_not_in_has_none(self, hearth: Hearth, person: str) -> None:
        with pytest.raises(Problem, match="not_found"):
            hearth.set_role(hearth.person(person), Role.OWNER)


class TestRemove:
    def test_the_room_and_their_sockets_are_told(self, hearth: Hearth, published: Published) -> None:
        memberships.remove(by=Member(hearth.moderator), room_id=hearth.id, user_id=hearth.member.pk)
        expect_change(hearth, published, hearth.member, role=None)
        ended = {"type": "membership.ended", "room": hearth.id, "me": 2}
        assert published.events == [(f"user.{hearth.member.pk}", ended)]
        assert selectors.summaries_of(hearth.member) == []

    def test_the_only_owner_is_not_removed(self, hearth: Hearth) -> None:
        with pytest.raises(Problem, match="last_owner"):
            memberships.remove(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.owner.pk)

    def test_who_has_left_meanwhile_is_removed(self, hearth: Hearth) -> None:
        before = hearth.room
        memberships.remove(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.former.pk)
        assert (hearth.room.rev, hearth.room.member_count) == (before.rev, before.member_count)

    def test_who_removed_themselves_has_done_so(self, hearth: Hearth) -> None:
        hearth.set_role(hearth.moderator, Role.OWNER)
        for _ in range(2):
            memberships.remove(by=Member(hearth.moderator), room_id=hearth.id, user_id=hearth.moderator.pk)
        assert not hearth.membership(hearth.moderator).is_current

    def test_who_never_was_in_is_not_found(self, hearth: Hearth) -> None:
        before = hearth.room
        with pytest.raises(Problem, match="not_found"):
            memberships.remove(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.stranger.pk)
        assert (hearth.room.rev, hearth.room.member_count) == (before.rev, before.member_count)


class TestRoom:
    def test_its_creator_owns_it_and_the_others_are_in_it(self, published: Published, hearth: Hearth) -> None:
        ids = [hearth.member.pk, hearth.owner.pk]
        room = rooms.create(owner=hearth.owner, name=" Kitchen ", kind="private", topic=" Soup ", members=ids)
        room.refresh_from_db()
        assert (room.name, room.topic, room.kind) == ("Kitchen", "Soup", "private")
        assert {membership.user: membership.role for membership in room.memberships.all()} == {
            hearth.owner: "owner",
            hearth.member: "member",
        }
        assert (room.member_count, room.rev, room.last_seq) == (2, 2, 0)
        assert sorted(group for group, _ in published.events) == sorted(
            f"user.{user.pk}" for user in (hearth.owner, hearth.member)
        )

    @pytest.mark.parametrize("name", ["", " \u3000"])
    def test_it_needs_a_name(self, hearth: Hearth, name: str) -> None:
        with pytest.raises(Problem) as caught:
            rooms.create(owner=hearth.owner, name=name)
        assert caught.value.fields == {"name": ["blank"]}
        assert Room.objects.count() == 1

    def test_a_change_is_told_whole(self, hearth: Hearth, published: Published) -> None:
        before = hearth.room
        rooms.change(by=Member(hearth.owner), room_id=hearth.id, name="Kotatsu", topic="Warm feet")
        room = hearth.room
        assert (room.name, room.topic) == ("Kotatsu", "Warm feet")
        assert room.rev == room.room_rev == before.rev + 1
        ((group, frame),) = published.frames
        assert group == f"room.{hearth.id}"
        assert frame == {
            "type": "room", "room": hearth.id, "rev": room.rev, "kind": "public", "name": "Kotatsu", "topic": "Warm feet",
            "created_at": frame["created_at"], "archived_at": None, "posting": "everybody", "slow_seconds": 0,
            "successor": None, "picture": None,
        }  # fmt: skip

    def test_what_changes_nothing_is_told_to_nobody(self, hearth: Hearth, published: Published) -> None:
        before = hearth.room.rev
        rooms.change(by=Member(hearth.owner), room_id=hearth.id, name=" Hearth ", archived=False)
        rooms.change(by=Member(hearth.owner), room_id=hearth.id)
        assert (hearth.room.rev, published.sent) == (before, [])

    def test_it_is_archived_and_revived(self, hearth: Hearth, published: Published) -> None:
        hearth.archive()
        assert hearth.room.is_archived
        hearth.archive(archived=False)
        assert not hearth.room.is_archived
        assert [frame["archived_at"] is None for _, frame in published.frames] == [False, True]

    def test_it_may_be_revived_and_renamed_at_once(self, hearth: Hearth) -> None:
        hearth.archive()
        rooms.change(by=Member(hearth.owner), room_id=hearth.id, name="Kotatsu", archived=False)
        assert (hearth.room.name, hearth.room.is_archived) == ("Kotatsu", False)


@pytest.mark.django_db
def test_whoever_comes_into_a_room_that_everybody_left_is_its_owner(hearth: Hearth) -> None:
    for user_id in hearth.room.memberships.filter(left_at=None).values_list("user_id", flat=True):
        if user_id != hearth.owner.pk:
            memberships.remove(by=Member(hearth.owner), room_id=hearth.id, user_id=user_id)
    memberships.leave(by=hearth.owner, room_id=hearth.id)
    joining.join(by=hearth.stranger, room_id=hearth.id)
    assert hearth.membership(hearth.stranger).role == "owner"
