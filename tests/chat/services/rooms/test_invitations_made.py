"""Links that a person made to a room, once that person is removed from it."""

from collections.abc import Callable

import pytest

from accounts.services import people
from chat.models import RoomInvitation
from chat.services.authority import Administrator, Member
from chat.services.rooms import bans, invitations, many_members, memberships, rooms
from core.audit.models import Act
from core.problems import Problem
from tests.chat.hearth import Hearth

pytestmark = pytest.mark.django_db


def link(hearth: Hearth, by: str) -> invitations.Made:
    return invitations.invite(by=Member(hearth.person(by)), room_id=hearth.id, lifetime=None, uses=None)


def remove(hearth: Hearth) -> None:
    memberships.remove(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.moderator.pk)


def ban(hearth: Hearth) -> None:
    bans.ban(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.moderator.pk)


def leave_and_be_banned(hearth: Hearth) -> None:
    memberships.leave(by=hearth.moderator, room_id=hearth.id)
    ban(hearth)


def remove_among_many(hearth: Hearth) -> None:
    many_members.remove(by=Administrator(hearth.owner), memberships=[hearth.membership(hearth.moderator)])


def ban_among_many(hearth: Hearth) -> None:
    many_members.ban(by=Administrator(hearth.owner), memberships=[hearth.membership(hearth.moderator)])


@pytest.mark.parametrize("act", [remove, ban, leave_and_be_banned, remove_among_many, ban_among_many])
def test_they_end_with_a_removal(act: Callable[[Hearth], None]) -> None:
    hearth = Hearth("private")
    other = rooms.create(owner=hearth.moderator, name="Porch", kind="private")
    theirs, owners = link(hearth, "moderator"), link(hearth, "owner")
    elsewhere = invitations.invite(by=Member(hearth.moderator), room_id=other.pk, lifetime=None, uses=None)
    act(hearth)
    with pytest.raises(Problem, match="invitation_invalid"):
        invitations.accept(by=hearth.stranger, token=theirs.token)
    assert set(RoomInvitation.objects.all()) == {owners.invitation, elsewhere.invitation}
    assert Act.objects.filter(name="chat.invitation_revoked", by_id=hearth.owner.pk).count() == 1
    assert invitations.accept(by=hearth.stranger, token=owners.token) == hearth.room


def test_who_leaves_takes_none_away() -> None:
    hearth = Hearth("private")
    theirs = link(hearth, "moderator")
    memberships.leave(by=hearth.moderator, room_id=hearth.id)
    assert invitations.accept(by=hearth.stranger, token=theirs.token) == hearth.room


def test_they_are_good_for_nothing_while_the_account_is_closed() -> None:
    hearth = Hearth("private")
    theirs = link(hearth, "moderator")
    people.set_active(user=hearth.moderator, active=False)
    with pytest.raises(Problem, match="invitation_invalid"):
        invitations.accept(by=hearth.stranger, token=theirs.token)
    people.set_active(user=hearth.moderator, active=True)
    assert invitations.accept(by=hearth.stranger, token=theirs.token) == hearth.room
