"""What an administrator does to people is in the audit log, by name of the administrator."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import Invitation, Session, User
from accounts.services.sessions import begin
from core.audit.models import Act
from tests.accounts.admin.pages import NEW_PASSWORD, act, change
from tests.accounts.authenticator import turn_on
from tests.core.audit.said import Said, last, said
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def before(admin: Client, kenji: User) -> int:
    return last()


def on_kenji(name: str, **details: Any) -> Said:
    return Said(name, "hanako", "kenji", details)


def test_it_says_from_where(admin: Client, kenji: User) -> None:
    act(admin, "user", "deactivate", kenji)
    recorded = Act.objects.select_related("content").get()
    assert (recorded.door, recorded.content.address) == ("admin", "127.0.0.1")


def test_activating(admin: Client, kenji: User) -> None:
    for action in ("deactivate", "deactivate", "activate", "activate"):
        act(admin, "user", action, kenji)
    assert said() == [on_kenji("accounts.deactivated"), on_kenji("accounts.activated")]


def test_the_form(admin: Client, kenji: User) -> None:
    change(admin, kenji, display_name="K", is_staff="on", is_active=None)
    kenji.refresh_from_db()
    assert (kenji.is_active, kenji.is_staff) == (False, True)
    assert said() == [
        on_kenji("accounts.deactivated"),
        on_kenji("accounts.rights_changed", fields=["is_staff"]),
        on_kenji("accounts.person_changed", fields=["display_name"]),
    ]


def test_a_form_that_changes_nothing(admin: Client, kenji: User) -> None:
    change(admin, kenji)
    assert said() == []


def test_a_refused_form_leaves_no_act(admin: Client, kenji: User) -> None:
    change(admin, kenji, username="hanako", is_staff="on")
    assert said() == []


def test_signing_out_everywhere(admin: Client, kenji: User) -> None:
    for _ in range(2):
        begin(kenji)
    act(admin, "user", "sign_out_everywhere", kenji)
    act(admin, "user", "sign_out_everywhere", kenji)
    assert said() == [on_kenji("accounts.sessions_ended", devices=2)]


def test_ending_a_session(admin: Client, kenji: User) -> None:
    begin(kenji)
    act(admin, "session", "revoke", Session.objects.get())
    assert said() == [on_kenji("accounts.sessions_ended", devices=1)]


def test_two_steps(admin: Client, kenji: User) -> None:
    turn_on(Api(kenji))
    before = last()
    for _ in range(2):
        act(admin, "user", "reset_second_factor", kenji)
    assert said(after=before) == [on_kenji("accounts.second_factor_reset")]


def test_a_password(admin: Client, kenji: User) -> None:
    form = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert admin.post(f"/admin/accounts/user/{kenji.pk}/password/", form).status_code == 302
    assert said() == [on_kenji("accounts.password_set")]


def test_a_link_to_set_one(admin: Client, kenji: User) -> None:
    assert admin.post(f"/admin/accounts/user/{kenji.pk}/password-link/").status_code == 200
    assert said() == [on_kenji("accounts.password_link_made")]


def test_a_new_person(admin: Client) -> None:
    form = {"username": "yuki", "display_name": "", "email": ""}
    admin.post("/admin/accounts/user/add/", {**form, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert said() == [Said("accounts.person_added", "hanako", "yuki", {})]
    assert Act.objects.get().on_id == str(User.objects.get(username="yuki").pk)


def test_invitations(admin: Client) -> None:
    admin.post("/admin/accounts/invitation/add/", {"note": "", "max_uses": "2"})
    for _ in range(2):
        act(admin, "invitation", "revoke", Invitation.objects.get())
    assert [(each.name, each.by) for each in said()] == [
        ("accounts.invitation_made", "hanako"),
        ("accounts.invitation_revoked", "hanako"),
    ]


def test_groups(admin: Client) -> None:
    admin.post("/admin/auth/group/add/", {"name": "Stokers"})
    group = Group.objects.get(name="Stokers")
    admin.post(f"/admin/auth/group/{group.pk}/change/", {"name": "Keepers"})
    admin.post(f"/admin/auth/group/{group.pk}/delete/", {"post": "yes"})
    assert [(each.name, each.on, each.details) for each in said()] == [
        ("accounts.group_changed", "Stokers", {"fields": ["name"]}),
        ("accounts.group_changed", "Keepers", {"fields": ["name"]}),
        ("accounts.group_deleted", "Keepers", {}),
    ]
