"""Who mutes whom, in a room and on the whole site, and what is recorded of it."""

import pytest

from chat.services.authority import Administrator, Member
from chat.services.rooms import direct, memberships
from core.audit.models import Act
from moderation.models import Mute
from moderation.services import mutes
from tests.chat.hearth import Role
from tests.moderation.muting import code_of, everywhere, lift, mute, sending
from tests.moderation.scene import Reported, permit
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


class TestWhoMay:
    @pytest.mark.parametrize(
        ("by", "target", "code"),
        [
            ("moderator", "member", ""),
            ("owner", "member", ""),
            ("owner", "moderator", ""),
            ("moderator", "owner", "forbidden"),
            ("moderator", "moderator", "forbidden"),  # themselves
            ("owner", "owner", "forbidden"),
            ("member", "rude", "forbidden"),
            ("stranger", "member", "not_found"),
            ("former", "member", "not_found"),
            ("moderator", "stranger", "not_found"),
            ("moderator", "former", ""),
        ],
    )
    def test_in_a_room(self, hearth: Reported, by: str, target: str, code: str) -> None:
        person = hearth.person(target)
        assert code_of(lambda: mute(hearth, hearth.person(by), user_id=person.pk)) == code
        assert Mute.objects.filter(user=person).exists() == (code == "")

    def test_a_moderator_mutes_no_other_moderator(self, hearth: Reported) -> None:
        hearth.set_role(hearth.rude, Role.MODERATOR)
        assert code_of(lambda: mute(hearth, user_id=hearth.rude.pk)) == "forbidden"
        assert code_of(lambda: mute(hearth, hearth.owner, user_id=hearth.rude.pk)) == ""

    def test_a_muted_moderator_does_not_lift_it(self, hearth: Reported) -> None:
        mute(hearth, hearth.owner, user_id=hearth.moderator.pk)
        refused = lambda: mutes.lift(by=Member(hearth.moderator), room_id=hearth.id, user_id=hearth.moderator.pk)  # noqa: E731
        assert code_of(refused) == "forbidden"
        assert sending(hearth, hearth.moderator) == "muted"

    def test_staff_is_muted_by_superusers_alone(self, hearth: Reported) -> None:
        memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=[hearth.staff.pk])
        other = permit(a_user("mei"), "add_mute")
        chief = a_user("chief", is_staff=True, is_superuser=True)
        for by in (Member(hearth.owner), Administrator(other)):
            for room_id in (hearth.id, None):
                attempt = {"by": by, "room_id": room_id, "user_id": hearth.staff.pk, "seconds": 60}
                assert code_of(lambda attempt=attempt: mutes.mute(**attempt)) == "forbidden"  # type: ignore[misc]
        for room_id in (hearth.id, None):
            mutes.mute(by=Administrator(chief), room_id=room_id, user_id=hearth.staff.pk, seconds=60)

    def test_the_site_is_for_staff_with_the_permission(self, hearth: Reported) -> None:
        idle = permit(a_user("mei"), "view_mute", "delete_mute")
        for by in (Member(hearth.owner), Member(hearth.staff), Administrator(idle)):
            attempt = {"by": by, "room_id": None, "user_id": hearth.member.pk, "seconds": 60}
            assert code_of(lambda attempt=attempt: mutes.mute(**attempt)) == "forbidden"  # type: ignore[misc]
        assert not Mute.objects.exists()
        everywhere(hearth)
        assert (
            code_of(lambda: mutes.lift(by=Administrator(hearth.staff), room_id=None, user_id=hearth.member.pk))
            == "forbidden"
        )
        mutes.lift(by=Administrator(idle), room_id=None, user_id=hearth.member.pk)
        assert sending(hearth) == ""

    def test_nobody_in_a_direct_room(self, hearth: Reported) -> None:
        room = direct.open_direct(by=hearth.owner, others=[hearth.member.pk]).room.pk
        assert code_of(lambda: mute(hearth, hearth.owner, room_id=room)) == "forbidden"
        everywhere(hearth)
        assert sending(hearth, room_id=room) == "muted"

    def test_also_in_an_archived_room(self, hearth: Reported) -> None:
        hearth.archive()
        mute(hearth)
        hearth.archive(False)
        assert sending(hearth) == "muted"


def test_what_is_recorded(hearth: Reported) -> None:
    mute(hearth, reason="cool down")
    lift(hearth, hearth.owner)
    lift(hearth, hearth.owner)
    acts = [(act.name, act.by_id, act.on_id, act.room_id, act.content.reason) for act in Act.objects.order_by("pk")]
    assert [act for act in acts if act[0].startswith("moderation")] == [
        ("moderation.muted", hearth.moderator.pk, str(hearth.member.pk), hearth.id, "cool down"),
        ("moderation.mute_lifted", hearth.owner.pk, str(hearth.member.pk), hearth.id, ""),
    ]
