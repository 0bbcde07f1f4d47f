"""What signs people out in the admin: being deactivated, a new password, and the action that does only this."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.models import Session, User
from accounts.services.sessions import begin
from tests.accounts.admin.pages import NEW_PASSWORD, act, change, signed_in, staff_with
from tests.support.in_process import PASSWORD

pytestmark = pytest.mark.django_db


def test_deactivating_in_the_form_signs_out_everywhere(admin: Client, kenji: User, told_of_ends: Any) -> None:
    session = begin(kenji).session
    assert told_of_ends(lambda: change(admin, kenji, is_active=None)) == [("kenji", "user_inactive")]
    session.refresh_from_db()
    assert session.end == Session.End.DEACTIVATED


def test_deactivating_and_activating_from_the_list(admin: Client, kenji: User, told_of_ends: Any) -> None:
    begin(kenji)
    assert told_of_ends(lambda: act(admin, "user", "deactivate", kenji)) == [("kenji", "user_inactive")]
    kenji.refresh_from_db()
    assert not kenji.is_active
    act(admin, "user", "activate", kenji)
    kenji.refresh_from_db()
    assert kenji.is_active
    assert LogEntry.objects.filter(object_id=str(kenji.pk)).count() == 2


def test_signing_somebody_out_everywhere(admin: Client, kenji: User, told_of_ends: Any) -> None:
    begin(kenji)
    begin(kenji)
    ends = told_of_ends(lambda: act(admin, "user", "sign_out_everywhere", kenji))
    assert ends == [("kenji", "session_revoked")] * 2
    assert not kenji.sessions.live().exists()


def test_everywhere_includes_the_admin_of_this_person_alone(admin: Client) -> None:
    staff, other = staff_with("view_user"), staff_with("view_user", name="other")
    first, second = signed_in(staff), signed_in(other)
    assert first.get("/admin/").status_code == 200
    act(admin, "user", "sign_out_everywhere", staff)
    assert first.get("/admin/").status_code == 302
    assert second.get("/admin/").status_code == 200
    assert admin.get("/admin/").status_code == 200


def test_a_password_set_by_an_administrator_signs_out_the_old_devices(
    admin: Client, kenji: User, told_of_ends: Any
) -> None:
    begin(kenji)
    form = {"usable_password": "true", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD, "set-password": "1"}
    address = f"/admin/accounts/user/{kenji.pk}/password/"
    assert told_of_ends(lambda: admin.post(address, form)) == [("kenji", "session_revoked")]
    kenji.refresh_from_db()
    assert kenji.check_password(NEW_PASSWORD)


def test_an_own_new_password_signs_out_the_old_devices(admin: Client, hanako: User, told_of_ends: Any) -> None:
    begin(hanako)
    form = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    assert told_of_ends(lambda: admin.post("/admin/password_change/", form)) == [("hanako", "session_revoked")]
    assert admin.get("/admin/password_change/").status_code == 200
