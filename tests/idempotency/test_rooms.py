"""Coming into rooms and leaving them, whatever happened between two tries."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from chat.models import Membership, Room, RoomInvitation
from chat.services.authority import Member
from chat.services.rooms import bans, invitations, memberships, rooms
from core.problems import Problem
from tests.chat.hearth import Hearth, Role
from tests.support.in_process import Api, at_once

pytestmark = pytest.mark.django_db


def invite(hearth: Hearth, uses: int | None = 1) -> invitations.Made:
    return invitations.invite(by=Member(hearth.owner), room_id=hearth.id, lifetime=None, uses=uses)


def accept(hearth: Hearth, token: str, person: str = "stranger") -> tuple[int, object]:
    answer = Api(hearth.person(person)).post(f"invitations/{token}/")
    return answer.status, answer.body.get("code", answer.body.get("id"))


def expire(hearth: Hearth, made: invitations.Made) -> None:
    RoomInvitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def sweep(hearth: Hearth, made: invitations.Made) -> None:
    """What is over goes when the next one is made."""
    expire(hearth, made)
    invite(hearth)


def revoke(hearth: Hearth, made: invitations.Made) -> None:
    invitations.revoke(by=Member(hearth.owner), room_id=hearth.id, invitation_id=made.invitation.pk)


def archive(hearth: Hearth, made: invitations.Made) -> None:
    hearth.archive()


@pytest.mark.parametrize("between", [lambda *_: None, expire, sweep, revoke, archive])
class TestAccepting:
    def test_whoever_came_by_an_invitation_is_in(
        self, hearth: Hearth, between: Callable[[Hearth, invitations.Made], None]
    ) -> None:
        made = invite(hearth)
        assert accept(hearth, made.token) == (200, hearth.id)
        between(hearth, made)
        assert accept(hearth, made.token) == (200, hearth.id)
        assert hearth.room.member_count == 4

    def test_nobody_else_learns_of_the_room(
        self, hearth: Hearth, between: Callable[[Hearth, invitations.Made], None]
    ) -> None:
        made = invite(hearth)
        accept(hearth, made.token)
        between(hearth, made)
        assert accept(hearth, made.token, "former") == (403, "invitation_invalid")
        memberships.leave(by=hearth.stranger, room_id=hearth.id)
        assert accept(hearth, made.token) == (403, "invitation_invalid")


def test_who_was_banned_does_not_come_back_by_it(hearth: Hearth) -> None:
    made = invite(hearth, uses=None)
    accept(hearth, made.token)
    bans.ban(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.stranger.pk)
    assert accept(hearth, made.token) == (403, "banned")


def test_a_member_needs_no_invitation_that_is_good(hearth: Hearth) -> None:
    made = invite(hearth)
    accept(hearth, made.token)
    assert accept(hearth, made.token, "member") == (200, hearth.id)


@pytest.mark.django_db(transaction=True)
def test_the_last_use_by_one_person_on_two_devices_at_once(hearth: Hearth) -> None:
    made = invite(hearth)
    rooms_entered = at_once(*[lambda: invitations.accept(by=hearth.stranger, token=made.token).pk] * 4)
    assert set(rooms_entered) == {hearth.id}
    assert Membership.objects.filter(user=hearth.stranger).count() == 1


@pytest.mark.parametrize("kind", [Room.Kind.PUBLIC, Room.Kind.PRIVATE])
def test_who_is_in_has_joined(kind: str) -> None:
    hearth = Hearth(kind)
    hearth.archive()
    rev = hearth.room.rev
    for person in (hearth.owner, hearth.member):
        assert Api(person).post(f"rooms/{hearth.id}/join/").status == 200
    assert hearth.room.rev == rev
    assert Api(hearth.former).post(f"rooms/{hearth.id}/join/").status in (404, 409)


def test_leaving_is_over_for_who_was_in_and_a_secret_for_who_was_not(hearth: Hearth) -> None:
    path = f"rooms/{hearth.id}/leave/"
    bans.ban(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk)
    before = hearth.room.rev
    assert [Api(person).post(path).status for person in (hearth.member, hearth.former)] == [204, 204]
    assert Api(hearth.stranger).post(path).refusal == (404, "not_found")
    assert hearth.room.rev == before


def test_an_owner_who_stepped_down_has_done_so(hearth: Hearth) -> None:
    hearth.set_role(hearth.moderator, Role.OWNER)
    api, path = Api(hearth.owner), f"rooms/{hearth.id}/members/{hearth.owner.pk}/"
    assert [api.patch(path, {"role": "member"}).status for _ in range(2)] == [200, 200]
    assert api.patch(path, {"role": "owner"}).refusal == (403, "forbidden")


def test_only_who_may_remove_people_is_told_that_somebody_is_gone(hearth: Hearth) -> None:
    path = f"rooms/{hearth.id}/members/{hearth.former.pk}/"
    assert Api(hearth.moderator).delete(path).status == 204
    assert Api(hearth.member).delete(path).refusal == (403, "forbidden")
    assert Api(hearth.former).delete(f"rooms/{hearth.id}/members/{hearth.owner.pk}/").refusal == (404, "not_found")


def test_another_rooms_invitation_is_not_revoked_nor_told_of(hearth: Hearth) -> None:
    made = invite(hearth)
    other = rooms.create(owner=hearth.stranger, name="Attic").pk
    for _ in range(2):
        with pytest.raises(Problem, match="not_found"):
            invitations.revoke(by=Member(hearth.stranger), room_id=other, invitation_id=made.invitation.pk)
    assert RoomInvitation.objects.count() == 1
    revoke(hearth, made)
    with pytest.raises(Problem, match="not_found"):
        invitations.revoke(by=Member(hearth.stranger), room_id=other, invitation_id=made.invitation.pk)
