"""What is stored between the moment a form reads a row and the moment it saves it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from accounts.admin.forms import PersonForm
from accounts.admin.groups import GroupAdmin
from accounts.models import User
from accounts.signals import profiles_changed
from tests.accounts.admin.pages import NEW_PASSWORD, change
from tests.support.in_process import PASSWORD

pytestmark = pytest.mark.django_db

Meanwhile = Callable[[type, str, Callable[[], object]], None]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Do something before a method of a form or page runs, which is after the row was read."""

    def during(of: type, name: str, do: Callable[[], object]) -> None:
        method = getattr(of, name)

        def after_it(*args: Any, **options: Any) -> Any:
            do()
            return method(*args, **options)

        monkeypatch.setattr(of, name, after_it)

    return during


def store(row: Model, **changes: Any) -> None:
    """As another request would, with its own copy of the row."""
    type(row)._default_manager.filter(pk=row.pk).update(**changes)


def test_what_the_form_did_not_change_stays(admin: Client, kenji: User, meanwhile: Meanwhile) -> None:
    at = timezone.now()
    new = User.objects.get(pk=kenji.pk)
    new.set_password(NEW_PASSWORD)
    stored = {"password": new.password, "avatar": "/files/7/small", "status_text": "at the hearth"}
    meanwhile(PersonForm, "clean", lambda: store(kenji, **stored, email_verified_at=at, username="kenta"))
    told: list[User] = []

    def listen(*, users: list[User], **_: Any) -> None:
        told.extend(users)

    profiles_changed.connect(listen)
    try:
        assert change(admin, kenji, display_name="Kenji 健二").status_code == 302
    finally:
        profiles_changed.disconnect(listen)
    kenji.refresh_from_db()
    assert kenji.check_password(NEW_PASSWORD)
    assert not kenji.check_password(PASSWORD)
    assert (kenji.avatar, kenji.status_text, kenji.email_verified_at) == ("/files/7/small", "at the hearth", at)
    assert (kenji.username, kenji.username_key, kenji.display_name) == ("kenta", "kenta", "Kenji 健二")
    assert kenji.search_key == "\nkenta\nkenji 健二\n"
    assert [(each.avatar, each.display_name) for each in told] == [("/files/7/small", "Kenji 健二")]


def test_what_the_form_changed_is_saved_with_what_follows(admin: Client, kenji: User, meanwhile: Meanwhile) -> None:
    meanwhile(PersonForm, "clean", lambda: store(kenji, email="", email_verified_at=None))
    before = timezone.now()
    changes = {"username": "Kenta", "email": "Kenta@example.org", "is_active": None, "language": "ja"}
    assert change(admin, kenji, **changes).status_code == 302
    kenji.refresh_from_db()
    assert (kenji.username_key, kenji.email_key, kenji.language) == ("kenta", "kenta@example.org", "ja")
    assert kenji.email_verified_at is not None
    assert kenji.email_verified_at > before
    assert not kenji.is_active


def test_a_form_that_changes_nothing_saves_nothing(admin: Client, kenji: User, meanwhile: Meanwhile) -> None:
    meanwhile(PersonForm, "clean", lambda: store(kenji, display_name="健太", is_active=False))
    assert change(admin, kenji).status_code == 302
    kenji.refresh_from_db()
    assert (kenji.display_name, kenji.is_active) == ("健太", False)


def test_a_new_password_is_all_that_its_form_saves(admin: Client, kenji: User, meanwhile: Meanwhile) -> None:
    meanwhile(User, "set_password", lambda: store(kenji, avatar="/files/7/small", is_active=False))
    form = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD, "usable_password": "true"}
    assert admin.post(f"/admin/accounts/user/{kenji.pk}/password/", form).status_code == 302
    kenji.refresh_from_db()
    assert kenji.check_password(NEW_PASSWORD)
    assert (kenji.avatar, kenji.is_active) == ("/files/7/small", False)


def test_new_rights_of_a_group_leave_its_name(admin: Client, meanwhile: Meanwhile) -> None:
    group = Group.objects.create(name="Stokers")
    right = Permission.objects.get(codename="view_user")
    meanwhile(GroupAdmin, "save_model", lambda: store(group, name="Keepers"))
    form = {"name": "Stokers", "permissions": [str(right.pk)]}
    assert admin.post(f"/admin/auth/group/{group.pk}/change/", form).status_code == 302
    group.refresh_from_db()
    assert (group.name, list(group.permissions.all())) == ("Keepers", [right])
