"""An app adds actions and sections to the admin's pages of another, and taking it out of the list takes them away."""

from typing import Any

import pytest
from django import forms
from django.apps import AppConfig, apps
from django.contrib.auth.models import Permission
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.test import Client

import tests
from accounts.models import User
from core.admin.actions import action
from core.admin.parts import Section, actions_on
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

poked: list[tuple[str, str]] = []


class HowForm(forms.Form):
    how = forms.CharField(max_length=10)


@action(description="Poke %(verbose_name_plural)s", rights=("chat.add_ban",))
def poke(pages: Any, request: HttpRequest, rows: Any) -> None:
    poked.extend((row.username, "") for row in rows)


@action(description="Poke in a way", rights=("chat.add_ban", "chat.view_room"), form=HowForm)
def poke_how(pages: Any, request: HttpRequest, rows: Any, form: HowForm) -> None:
    poked.extend((row.username, form.cleaned_data["how"]) for row in rows)


def pokes(request: HttpRequest, row: User) -> Section | None:
    if not request.user.has_perm("chat.add_ban"):
        return None
    return Section("Pokes", "admin/includes/object_delete_summary.html", {"of": row})


class Leaf(AppConfig):
    name = "tests"
    admin_actions = (("accounts.user", f"{__name__}.poke"), ("accounts.user", f"{__name__}.poke_how"))
    admin_sections = (("accounts.user", f"{__name__}.pokes"), ("chat.room", f"{__name__}.unknown"))


@pytest.fixture(autouse=True)
def leaf(monkeypatch: pytest.MonkeyPatch) -> None:
    poked.clear()
    configs = [*apps.get_app_configs(), Leaf("tests.leaf", tests)]
    monkeypatch.setattr(apps, "get_app_configs", lambda: configs)


def staff(*rights: str) -> Client:
    user = a_user("staff", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(user)
    return client


def act(client: Client, name: str, user: User, **more: str) -> Any:
    return client.post("/admin/accounts/user/", {"action": name, "_selected_action": [user.pk], **more})


def test_an_action_is_in_the_menu_and_runs() -> None:
    client, kenji = staff("view_user", "add_ban"), a_user("kenji")
    assert "Poke users" in client.get("/admin/accounts/user/").content.decode()
    assert act(client, "poke", kenji).status_code == 302
    assert poked == [("kenji", "")]


def test_without_the_right_it_is_not_there() -> None:
    client, kenji = staff("view_user"), a_user("kenji")
    assert "Poke" not in client.get("/admin/accounts/user/").content.decode()
    act(client, "poke", kenji)
    assert poked == []


def test_one_of_two_rights_is_not_enough() -> None:
    client, kenji = staff("view_user", "add_ban"), a_user("kenji")
    act(client, "poke_how", kenji, asked="1", how="gently")
    assert poked == []


def test_a_form_is_asked_for_first() -> None:
    client, kenji = staff("view_user", "add_ban", "view_room"), a_user("kenji")
    page = act(client, "poke_how", kenji).content.decode()
    assert poked == []
    assert 'name="how"' in page
    assert "kenji" in page
    assert f'name="_selected_action" value="{kenji.pk}"' in page
    assert 'name="action" value="poke_how"' in page
    again = act(client, "poke_how", kenji, asked="1", how="far too long a text")
    assert poked == []
    assert "errorlist" in again.content.decode()
    assert act(client, "poke_how", kenji, asked="1", how="gently").status_code == 302
    assert poked == [("kenji", "gently")]


def test_a_section_stands_below_the_form_for_who_may_see_it() -> None:
    client, kenji = staff("view_user", "add_ban"), a_user("kenji")
    page = client.get(f"/admin/accounts/user/{kenji.pk}/change/").content.decode()
    assert page.index("</form></div>") < page.index(">Pokes</h2>")


def test_others_do_not_see_the_section() -> None:
    client, kenji = staff("view_user"), a_user("kenji")
    assert "Pokes" not in client.get(f"/admin/accounts/user/{kenji.pk}/change/").content.decode()


def test_two_actions_of_one_model_have_two_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poke_how, "__name__", "poke")
    with pytest.raises(ImproperlyConfigured, match="poke"):
        actions_on(User)
