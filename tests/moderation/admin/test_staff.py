"""Staff who are no superusers restrict nobody of the staff, and free nobody of them, from any page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from chat.models import Membership
from chat.services.authority import Administrator, Member
from chat.services.rooms import memberships
from moderation.models import Mute, SiteBan
from moderation.services import mutes, site_bans
from tests.chat.admin.pages import act, signed_in
from tests.moderation.scene import Reported, permit
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

RIGHTS = (
    "view_user", "change_user", "view_membership", "view_mute", "add_mute", "delete_mute", "view_siteban", "add_siteban",
    "delete_siteban", "view_report", "change_report",
)  # fmt: skip
ASKED = {"asked": "1", "reason": "spam", "seconds": "3600"}
CONFIRMED = {"post": "yes"}


def mute_form(client: Client, person: User, room: int) -> None:
    client.post("/admin/moderation/mute/add/", {"user": person.pk, "room": room, "seconds": "3600", "reason": ""})


def mute_form_on_the_site(client: Client, person: User, room: int) -> None:
    client.post("/admin/moderation/mute/add/", {"user": person.pk, "room": "", "seconds": "3600", "reason": ""})


def mute_people(client: Client, person: User, room: int) -> None:
    act(client, "user", "mute_people", person, app="accounts", **ASKED)


def mute_members(client: Client, person: User, room: int) -> None:
    act(client, "membership", "mute_members", Membership.objects.get(room=room, user=person), **ASKED)


def ban_form(client: Client, person: User, room: int) -> None:
    client.post("/admin/moderation/siteban/add/", {"user": person.pk, "reason": "spam", "remove": ""})


def ban_people(client: Client, person: User, room: int) -> None:
    act(client, "user", "ban_people", person, app="accounts", **ASKED)


def decide(decision: str) -> Callable[[Client, User, int], None]:
    def run(client: Client, person: User, room: int) -> None:
        report = Reported.report(REPORTING[0], user=person.pk)
        form = {"decision": decision, "note": "", "seconds": "3600", "told": "on"}
        client.post(f"/admin/moderation/report/{report.pk}/change/", form)

    run.__name__ = f"decide_{decision}"
    return run


REPORTING: list[Reported] = []  # by whom a report is made
RESTRICTING = [
    mute_form, mute_form_on_the_site, mute_people, mute_members, ban_form, ban_people, decide("mute"), decide("ban"),
]  # fmt: skip


def lift_mute(client: Client) -> None:
    for mute in Mute.objects.all():
        client.post(f"/admin/moderation/mute/{mute.pk}/delete/", CONFIRMED)


def lift_mutes(client: Client) -> None:
    act(client, "mute", "delete_selected", *Mute.objects.all(), app="moderation", **CONFIRMED)


def lift_ban(client: Client) -> None:
    client.post(f"/admin/moderation/siteban/{SiteBan.objects.get().pk}/delete/", CONFIRMED)


def lift_bans(client: Client) -> None:
    act(client, "siteban", "delete_selected", *SiteBan.objects.all(), app="moderation", **CONFIRMED)


@pytest.fixture
def chief(hearth: Reported) -> User:
    return a_user("chief", is_staff=True, is_superuser=True)


@pytest.fixture
def boss(hearth: Reported) -> User:
    """Another superuser, who is in the room."""
    boss = a_user("boss", is_staff=True, is_superuser=True)
    memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=[boss.pk])
    return boss


@pytest.fixture
def helper(hearth: Reported) -> Client:
    return signed_in(permit(hearth.staff, *RIGHTS))


def standing() -> tuple[int, int, int]:
    muted, banned = Mute.objects.filter(ended_at=None), SiteBan.objects.filter(lifted_at=None)
    return muted.count(), banned.count(), User.objects.filter(is_active=False).count()


@pytest.mark.parametrize("restrict", RESTRICTING, ids=lambda each: each.__name__)
def test_only_a_superuser_restricts_one(
    hearth: Reported, helper: Client, chief: User, boss: User, restrict: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{__name__}.REPORTING", [hearth])
    restrict(helper, boss, hearth.id)
    assert standing() == (0, 0, 0)
    restrict(helper, hearth.rude, hearth.id)
    assert standing() != (0, 0, 0), "a member may be, or the first answer would say nothing"
    before = standing()
    restrict(signed_in(chief), boss, hearth.id)
    assert standing() != before


@pytest.mark.parametrize("lift", [lift_mute, lift_mutes, lift_ban, lift_bans], ids=lambda each: each.__name__)
def test_only_a_superuser_lifts_what_one_is_under(
    hearth: Reported, helper: Client, chief: User, boss: User, lift: Any
) -> None:
    for room_id in (hearth.id, None):
        mutes.mute(by=Administrator(chief), room_id=room_id, user_id=boss.pk, seconds=None)
    site_bans.ban(by=chief, user_id=boss.pk)
    before = standing()
    lift(helper)
    assert standing() == before == (2, 1, 1)
    lift(signed_in(chief))
    assert standing() != before
