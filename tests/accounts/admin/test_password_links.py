"""A new password without mail: a link that an administrator makes in the admin, or whoever has the machine."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from accounts.models import Session, User
from accounts.services import password_reset, people
from core import machine
from tests.accounts.admin.pages import signed_in, staff_with
from tests.support.in_process import PASSWORD, Answer, Api, a_user

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "embers glow until morning"
ASKED = "Make a link to set a new password"


@pytest.fixture
def kenji(hanako: User) -> User:
    return a_user("kenji", display_name="健二")


def page_of(user: User) -> str:
    return f"/admin/accounts/user/{user.pk}/password-link/"


def make(client: Client, user: User) -> str:
    """The link on the page, as whoever made it copies it."""
    answer = client.post(page_of(user))
    assert answer.status_code == 200, answer.status_code
    (link,) = re.findall(r">(http\S+/reset#link=\S+)</textarea>", answer.content.decode())
    assert "no-store" in answer.headers["Cache-Control"]
    return str(link)


def reset(link: str, new: str = NEW_PASSWORD) -> Answer:
    return Api().post("password/reset/", {"link": link.partition("#link=")[2], "new": new})


class TestInTheAdmin:
    def test_the_link_sets_a_new_password_once_and_signs_out_everywhere(self, admin: Client, kenji: User) -> None:
        phone = Api(kenji)
        link = make(admin, kenji)
        assert phone.get("me/").status == 200, "nothing changes before it is used"
        assert reset(link).status == 204
        kenji.refresh_from_db()
        assert kenji.check_password(NEW_PASSWORD)
        assert phone.get("me/").refusal == (401, "session_revoked")
        assert Session.objects.get().end == "password_changed"
        assert reset(link, "another one by the fire").refusal == (400, "link_invalid")

    def test_the_persons_page_leads_there(self, admin: Client, kenji: User) -> None:
        shown = admin.get(f"/admin/accounts/user/{kenji.pk}/change/").content.decode()
        assert ASKED in shown
        assert page_of(kenji) in shown

    def test_looking_at_the_page_makes_none(self, admin: Client, kenji: User) -> None:
        shown = admin.get(page_of(kenji)).content.decode()
        assert "Make a link" in shown
        assert "/reset#link=" not in shown
        assert not LogEntry.objects.exists()

    def test_who_made_it_is_kept_and_the_link_is_not(self, admin: Client, hanako: User, kenji: User) -> None:
        link = make(admin, kenji).partition("#link=")[2]
        entry = LogEntry.objects.get()
        assert (entry.user, entry.object_id) == (hanako, str(kenji.pk))
        assert "new password" in entry.change_message
        rows = [str(list(model.objects.values_list())) for model in (LogEntry, User)]
        assert not any(link in row for row in rows)
        assert link not in admin.get(page_of(kenji)).content.decode()

    def test_it_says_nothing_about_the_address(self, admin: Client, kenji: User) -> None:
        assert reset(make(admin, kenji)).status == 204
        kenji.refresh_from_db()
        assert kenji.email_verified_at is None

    def test_it_is_good_for_a_day(self, admin: Client, kenji: User, monkeypatch: pytest.MonkeyPatch) -> None:
        link = make(admin, kenji)
        assert timedelta(days=1) == password_reset.HANDED_LIFETIME
        monkeypatch.setattr(password_reset, "LIFETIME", timedelta(0))
        weak = reset(link, "short")
        assert weak.fields == {"new": ["password_too_short"]}, "a mailed one would be too old by now"
        monkeypatch.setattr(password_reset, "HANDED_LIFETIME", timedelta(0))
        assert reset(link).refusal == (400, "link_invalid")

    @pytest.mark.parametrize("change", [{"email": "new@example.org"}, {"is_active": False}])
    def test_what_changes_meanwhile_ends_it(self, admin: Client, kenji: User, change: dict[str, Any]) -> None:
        link = make(admin, kenji)
        User.objects.filter(pk=kenji.pk).update(**change)
        assert reset(link).refusal == (400, "link_invalid")

    def test_it_leads_to_the_site_and_not_where_the_host_header_says(
        self, admin: Client, kenji: User, settings: Settings
    ) -> None:
        settings.ORIGINS = ["https://chat.example.org"]
        assert make(admin, kenji).startswith("https://chat.example.org/reset#link=")

    def test_it_needs_a_form_of_ours(self, hanako: User, kenji: User) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(hanako)
        assert strict.post(page_of(kenji)).status_code == 403

    def test_staff_makes_one_for_members_alone(self, hanako: User, kenji: User) -> None:
        helper = staff_with("change_user", "view_user", name="helper")
        client, colleague = signed_in(helper), staff_with(name="colleague")
        assert reset(make(client, kenji)).status == 204
        for person in (hanako, colleague, helper):
            assert client.get(page_of(person)).status_code == 403
            assert client.post(page_of(person)).status_code == 403
            assert ASKED not in client.get(f"/admin/accounts/user/{person.pk}/change/").content.decode()

    def test_a_superuser_makes_one_for_everybody_else(self, admin: Client, hanako: User) -> None:
        colleague = a_user("colleague", is_staff=True, is_superuser=True)
        assert reset(make(admin, colleague)).status == 204
        assert admin.post(page_of(hanako)).status_code == 403, "one's own takes the present password"

    @pytest.mark.parametrize("rights", [(), ("view_user",), ("change_session",)])
    def test_nobody_else_does(self, kenji: User, rights: tuple[str, ...]) -> None:
        client = signed_in(staff_with(*rights, name="staff"))
        assert client.get(page_of(kenji)).status_code == 403
        assert client.post(page_of(kenji)).status_code == 403
        for outsider in (signed_in(kenji), Client()):
            assert outsider.post(page_of(kenji)).status_code == 302  # to the sign-in
        assert not LogEntry.objects.exists()

    def test_there_is_none_for_who_is_not_there_or_not_active(self, admin: Client, kenji: User) -> None:
        people.set_active(user=kenji, active=False)
        assert admin.post(page_of(kenji)).status_code == 403
        for address in ("999999", "x", "1/2", "0" * 400):
            assert admin.post(f"/admin/accounts/user/{address}/password-link/").status_code == 404

    def test_in_japanese(self, admin: Client, kenji: User) -> None:
        shown = admin.post(page_of(kenji), headers={"Accept-Language": "ja"}).content.decode()
        assert "新しいパスワードを設定するリンク" in shown
        assert "Hand this link" not in shown


class TestOnTheMachine:
    def run(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
        call_command("resetpassword", *arguments)
        told = capsys.readouterr().out
        (link,) = re.findall(r"^http\S+$", told, re.MULTILINE)
        return str(link)

    @pytest.mark.parametrize("name", ["hanako", "HANAKO", "hanako@example.org"])
    def test_it_prints_a_link_for_anybody(self, name: str, hanako: User, capsys: pytest.CaptureFixture[str]) -> None:
        assert reset(self.run(capsys, name)).status == 204
        hanako.refresh_from_db()
        assert hanako.check_password(NEW_PASSWORD)
        assert not hanako.check_password(PASSWORD)

    def test_it_leads_to_the_site(self, hanako: User, capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
        settings.HOST, settings.PORT = "127.0.0.1", "8123"
        assert self.run(capsys, "hanako").startswith("http://127.0.0.1:8123/reset#link=")
        settings.HOST = "0.0.0.0"
        here, *others = machine.urls("0.0.0.0", 8123)
        assert self.run(capsys, "hanako").startswith(f"{[*others, here][0]}/reset#link="), "where others reach it"
        settings.ORIGINS = ["https://chat.example.org"]
        assert self.run(capsys, "hanako").startswith("https://chat.example.org/reset#link=")

    @pytest.mark.parametrize("name", ["nobody", "", "nobody@example.org", "x" * 10_000])
    def test_it_says_that_nobody_is_called_so(self, name: str, hanako: User) -> None:
        with pytest.raises(CommandError, match="Nobody here is called"):
            call_command("resetpassword", name)

    def test_it_makes_none_for_who_is_not_active(self, hanako: User) -> None:
        people.set_active(user=hanako, active=False)
        with pytest.raises(CommandError, match="deactivated"):
            call_command("resetpassword", "hanako")
