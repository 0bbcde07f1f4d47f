"""Mutes and bans from the site in the admin: pages, actions, sections, and what it takes to see and use each."""

from functools import partial

import pytest
from django.test import Client

from accounts.models import User
from chat.models import Membership
from chat.services.authority import Administrator
from core.bulk.models import BulkAction
from moderation.models import Mute, SiteBan
from moderation.services import mutes, site_bans
from tests.chat.admin.pages import act, listed, signed_in
from tests.moderation.muting import sending
from tests.moderation.scene import Reported, permit
from tests.support.in_process import PASSWORD, a_user

pytestmark = pytest.mark.django_db

MUTE, BAN = "/admin/moderation/mute/", "/admin/moderation/siteban/"


@pytest.fixture
def chief(hearth: Reported) -> User:
    return a_user("chief", is_staff=True, is_superuser=True)


@pytest.fixture
def admin(chief: User) -> Client:
    return signed_in(chief)


def staff(hearth: Reported, *rights: str) -> Client:
    return signed_in(permit(hearth.staff, *rights))


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


class TestMutes:
    @pytest.mark.parametrize("where", ["room", "site"])
    def test_a_form_mutes_and_deleting_lifts(self, hearth: Reported, admin: Client, where: str) -> None:
        room = hearth.id if where == "room" else ""
        form = {"user": hearth.member.pk, "room": room, "seconds": "3600", "reason": "Cool down"}
        assert admin.post(f"{MUTE}add/", form).status_code == 302
        mute = Mute.objects.get()
        assert (mute.room_id, mute.seconds, mute.reason, sending(hearth)) == (room or None, 3600, "Cool down", "muted")
        assert listed(admin, "mute", app="moderation") == [mute]
        assert "Cool down" in page(admin, f"{MUTE}{mute.pk}/change/")
        assert admin.post(f"{MUTE}{mute.pk}/delete/", {"post": "yes"}).status_code == 302
        assert sending(hearth) == ""
        assert listed(admin, "mute", app="moderation") == []
        assert listed(admin, "mute", app="moderation", state="ended") == [mute]
        assert admin.post(f"{MUTE}{mute.pk}/delete/", {"post": "yes"}).status_code == 302  # sent twice

    def test_a_second_one_takes_the_place_of_the_first(self, hearth: Reported, admin: Client) -> None:
        for seconds in ("3600", ""):
            form = {"user": hearth.member.pk, "room": hearth.id, "seconds": seconds, "reason": ""}
            answer = admin.post(f"{MUTE}add/", form)
            assert answer.status_code == 302, answer.context["adminform"].form.errors
        assert Mute.objects.get().until is None

    def test_a_refusal_is_an_error_of_the_form(self, hearth: Reported, admin: Client, chief: User) -> None:
        shown = admin.post(f"{MUTE}add/", {"user": chief.pk, "room": "", "seconds": "", "reason": ""})
        assert "Nobody mutes themselves." in shown.content.decode()
        assert not Mute.objects.exists()

    def test_people_and_members_from_their_lists(self, hearth: Reported, admin: Client) -> None:
        rows = Membership.objects.filter(user__in=[hearth.member, hearth.rude])
        act(admin, "membership", "mute_members", *rows, asked="1", seconds="3600", reason="Cool down")
        assert {mute.user_id for mute in Mute.objects.filter(room=hearth.id)} == {hearth.member.pk, hearth.rude.pk}
        act(admin, "user", "mute_people", hearth.owner, app="accounts", asked="1", seconds="", reason="")
        assert Mute.objects.get(room=None).user == hearth.owner
        assert sending(hearth, hearth.owner) == "muted"

    def test_all_or_none(self, hearth: Reported, admin: Client, chief: User) -> None:
        shown = act(admin, "user", "mute_people", hearth.member, chief, app="accounts", asked="1", seconds="3600")
        assert "chief: Nobody mutes themselves." in shown
        assert not Mute.objects.exists()


class TestBans:
    def test_a_form_bans_and_deleting_lifts(self, hearth: Reported, admin: Client) -> None:
        form = {"user": hearth.rude.pk, "reason": "spam", "remove": "everything"}
        assert admin.post(f"{BAN}add/", form).status_code == 302
        ban = SiteBan.objects.get()
        assert (ban.reason, ban.stands, ban.remove_since is not None) == ("spam", True, True)
        assert not User.objects.get(pk=hearth.rude.pk).is_active
        assert listed(admin, "siteban", app="moderation", q="user:aoi") == [ban]
        assert "0 so far" in page(admin, f"{BAN}{ban.pk}/change/")
        assert admin.post(f"{BAN}{ban.pk}/delete/", {"post": "yes"}).status_code == 302
        assert User.objects.get(pk=hearth.rude.pk).is_active

    def test_people_from_their_list(self, hearth: Reported, admin: Client) -> None:
        people = (hearth.rude, hearth.member)
        act(admin, "user", "ban_people", *people, app="accounts", asked="1", reason="spam", remove="3600")
        assert SiteBan.objects.filter(remove_since__isnull=False).count() == 2
        act(admin, "siteban", "delete_selected", *SiteBan.objects.all(), app="moderation", post="yes")
        assert not SiteBan.objects.filter(lifted_at=None).exists()

    @pytest.mark.parametrize("way", ["form", "list"])
    def test_who_is_there_is_asked_before_messages_are_removed(self, hearth: Reported, chief: User, way: str) -> None:
        left_open = Client()
        left_open.force_login(chief)
        ban = partial(_ban, left_open, way, hearth.rude)

        assert 'name="confirm-password"' in ban(remove="3600")
        assert not SiteBan.objects.exists()
        ban(remove="3600", **{"confirm-password": PASSWORD})
        assert SiteBan.objects.get().remove_since

    def test_a_password_that_is_sent_twice_is_not_kept_with_the_work(
        self, hearth: Reported, chief: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("core.bulk.actions.MOST_AT_ONCE", 1)
        left_open = Client()
        left_open.force_login(chief)
        for _ in range(2):
            act(
                left_open, "user", "ban_people", hearth.rude, hearth.member, app="accounts",
                asked="1", reason="spam", remove="3600", **{"confirm-password": PASSWORD},
            )  # fmt: skip
        assert [sorted(work.asked) for work in BulkAction.objects.all()] == [["reason", "remove"]]

    def test_a_ban_that_removes_nothing_can_be_undone(self, hearth: Reported, chief: User) -> None:
        left_open = Client()
        left_open.force_login(chief)
        for way, user in (("form", hearth.rude), ("list", hearth.member)):
            assert "confirm-password" not in _ban(left_open, way, user, remove="")
        assert SiteBan.objects.count() == 2


def _ban(client: Client, way: str, user: User, **chosen: str) -> str:
    if way == "form":
        return client.post(f"{BAN}add/", {"user": user.pk, "reason": "spam", **chosen}, follow=True).content.decode()
    chosen = {"action": "ban_people", "_selected_action": str(user.pk), "asked": "1", "reason": "spam", **chosen}
    return client.post("/admin/accounts/user/", chosen, follow=True).content.decode()


class TestSections:
    def test_pages_of_people_and_rooms_show_them(self, hearth: Reported, admin: Client, chief: User) -> None:
        mutes.mute(by=Administrator(chief), room_id=hearth.id, user_id=hearth.rude.pk, seconds=60, reason="Cool down")
        site_bans.ban(by=chief, user_id=hearth.rude.pk, reason="spam")
        person = page(admin, f"/admin/accounts/user/{hearth.rude.pk}/change/")
        assert "Cool down" in person
        assert "Banned since" in person
        room = page(admin, f"/admin/chat/room/{hearth.id}/change/")
        assert f"{MUTE}{Mute.objects.get().pk}/delete/" in room
        assert f"{MUTE}add/?room={hearth.id}" in room

    def test_others_do_not_see_them(self, hearth: Reported) -> None:
        client = staff(hearth, "view_user", "view_room")
        for address in (f"/admin/accounts/user/{hearth.rude.pk}/change/", f"/admin/chat/room/{hearth.id}/change/"):
            shown = page(client, address)
            assert "irori-section" not in shown or "Mutes" not in shown
            assert "Ban from the site" not in shown


RIGHTS = ("add_mute", "delete_mute", "view_mute", "add_siteban", "delete_siteban", "view_siteban")


@pytest.mark.parametrize("right", RIGHTS)
def test_each_single_right_opens_its_pages_alone(hearth: Reported, chief: User, right: str) -> None:
    mute = mutes.mute(by=Administrator(chief), room_id=None, user_id=hearth.member.pk, seconds=None)
    ban = site_bans.ban(by=chief, user_id=hearth.rude.pk)
    client = staff(hearth, right, "view_user")
    verb, model = right.split("_")
    for name, row, base in (("mute", mute, MUTE), ("siteban", ban, BAN)):
        opened = {
            "add": client.get(f"{base}add/").status_code,
            "delete": client.get(f"{base}{row.pk}/delete/").status_code,
            "view": client.get(f"{base}{row.pk}/change/").status_code,
        }
        expected = {each: 200 if (each, name) == (verb, model) else 403 for each in opened}
        assert opened == expected, name
    menu = page(client, "/admin/accounts/user/")
    assert ("mute_people" in menu, "ban_people" in menu) == (right == "add_mute", right == "add_siteban")
    act(client, "user", "ban_people", hearth.owner, app="accounts", asked="1", reason="")
    act(client, "user", "mute_people", hearth.owner, app="accounts", asked="1", seconds="", reason="")
    assert SiteBan.objects.filter(user=hearth.owner).exists() == (right == "add_siteban")
    assert Mute.objects.filter(user=hearth.owner).exists() == (right == "add_mute")
