"""Links into a room."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from chat import selectors
from chat.models import RoomInvitation
from chat.services.authority import Member
from chat.services.rooms import direct, invitations
from core.problems import Problem
from tests.chat.hearth import Hearth, Published
from tests.support.in_process import a_user, at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def hearth() -> Hearth:
    return Hearth("private")


def invite(
    hearth: Hearth, *, lifetime: timedelta | None = timedelta(days=1), uses: int | None = None
) -> invitations.Made:
    return invitations.invite(by=Member(hearth.moderator), room_id=hearth.id, lifetime=lifetime, uses=uses)


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(Problem) as refused:
        call()
    return refused.value.code


class TestFollowing:
    @pytest.mark.parametrize("kind", ["public", "private"])
    def test_a_stranger_comes_in(self, kind: str) -> None:
        hearth = Hearth(kind)
        token = invite(hearth).token
        assert invitations.accept(by=hearth.stranger, token=token) == hearth.room
        membership = hearth.membership(hearth.stranger)
        assert (membership.is_current, membership.role) == (True, "member")

    def test_the_room_is_told(self, hearth: Hearth, published: Published) -> None:
        token = invite(hearth).token
        published.clear()
        invitations.accept(by=hearth.stranger, token=token)
        ((group, frame),) = published.frames
        assert (group, frame["type"], frame["user"]["username"]) == (f"room.{hearth.id}", "member", "sora")

    def test_it_takes_as_many_as_it_says(self, hearth: Hearth) -> None:
        invitation, token = invite(hearth, uses=2)
        for name in ("mai", "ren"):
            invitations.accept(by=a_user(name), token=token)
        assert refusal(lambda: invitations.accept(by=hearth.stranger, token=token)) == "invitation_invalid"
        assert not RoomInvitation.objects.open().filter(pk=invitation.pk).exists()

    def test_who_is_in_already_takes_nobodys_place(self, hearth: Hearth) -> None:
        invitation, token = invite(hearth, uses=1)
        assert invitations.accept(by=hearth.member, token=token) == hearth.room
        invitation.refresh_from_db()
        assert invitation.uses_left == 1

    def test_who_was_removed_may_come_back_by_one(self, hearth: Hearth) -> None:
        invitations.accept(by=hearth.former, token=invite(hearth).token)
        assert hearth.membership(hearth.former).is_current

    def test_an_expired_one_leads_nowhere(self, hearth: Hearth) -> None:
        token = invite(hearth).token
        RoomInvitation.objects.update(expires_at=timezone.now())
        assert refusal(lambda: invitations.accept(by=hearth.stranger, token=token)) == "invitation_invalid"
        assert refusal(lambda: invitations.look_up(token)) == "invitation_invalid"

    def test_one_for_ever_does_not_expire(self, hearth: Hearth) -> None:
        invitation, token = invite(hearth, lifetime=None)
        assert (invitation.expires_at, invitation.uses_left) == (None, None)
        assert invitations.look_up(token) == invitation

    def test_a_revoked_one_leads_nowhere(self, hearth: Hearth) -> None:
        invitation, token = invite(hearth)
        invitations.revoke(by=Member(hearth.owner), room_id=hearth.id, invitation_id=invitation.pk)
        assert refusal(lambda: invitations.accept(by=hearth.stranger, token=token)) == "invitation_invalid"

    def test_a_wrong_one_leads_nowhere(self, hearth: Hearth) -> None:
        invitation, token = invite(hearth)
        for wrong in (token[:-1] + "_", token.swapcase(), invitation.digest, ""):
            assert refusal(partial(invitations.accept, by=hearth.stranger, token=wrong)) == "invitation_invalid"

    def test_into_an_archived_room_nobody_comes_but_members_are_shown_it(self, hearth: Hearth) -> None:
        token = invite(hearth).token
        hearth.archive()
        assert refusal(lambda: invitations.accept(by=hearth.stranger, token=token)) == "room_archived"
        assert invitations.accept(by=hearth.member, token=token) == hearth.room

    def test_the_database_does_not_know_the_token(self, hearth: Hearth) -> None:
        token = invite(hearth).token
        (stored,) = RoomInvitation.objects.values()
        assert token not in map(str, stored.values())


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_the_last_place_is_taken_by_one(hearth: Hearth) -> None:
    token = invite(hearth, uses=1).token
    guests = [a_user(f"guest{turn}") for turn in range(5)]

    def follow(turn: int) -> str:
        try:
            invitations.accept(by=guests[turn], token=token)
        except Problem as problem:
            return problem.code
        return ""

    outcomes = at_once(*[lambda turn=turn: follow(turn) for turn in range(5)])
    assert sorted(outcomes) == ["", *["invitation_invalid"] * 4]


class TestMaking:
    def test_a_room_has_so_many(self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(invitations, "MOST", 2)
        invite(hearth)
        invite(hearth)
        assert refusal(lambda: invite(hearth)) == "too_many_invitations"
        RoomInvitation.objects.update(uses_left=0)
        invite(hearth)
        assert RoomInvitation.objects.count() == 1

    def test_a_direct_room_has_none(self, hearth: Hearth) -> None:
        room = direct.open_direct(by=hearth.owner, others=[hearth.member.pk]).room
        by = Member(hearth.owner)
        assert refusal(lambda: invitations.invite(by=by, room_id=room.pk, lifetime=None, uses=None)) == "forbidden"

    def test_another_rooms_is_not_found(self, hearth: Hearth) -> None:
        invitation, _ = invite(hearth)
        other = direct.open_direct(by=hearth.stranger, others=[hearth.member.pk]).room
        by = Member(hearth.owner)
        assert refusal(lambda: invitations.revoke(by=by, room_id=hearth.id, invitation_id=invitation.pk + 1)) == (
            "not_found"
        )
        assert refusal(lambda: invitations.revoke(by=by, room_id=other.pk, invitation_id=invitation.pk)) == "not_found"

    @pytest.mark.parametrize(
        ("person", "code"), [("member", "forbidden"), ("former", "not_found"), ("stranger", "not_found")]
    )
    def test_only_who_looks_after_the_room_sees_them(self, hearth: Hearth, person: str, code: str) -> None:
        invite(hearth)
        assert refusal(lambda: Member(hearth.person(person)).moderated_room(hearth.id)) == code
        assert selectors.invitations_to(Member(hearth.moderator).moderated_room(hearth.id)).count() == 1
