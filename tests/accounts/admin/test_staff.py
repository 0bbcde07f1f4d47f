"""Staff without all rights: it gives nobody more, touches no other staff, and changes nothing where it may only look."""

import pytest

from accounts.models import User
from accounts.services.sessions import begin
from tests.accounts.admin.pages import act, change, signed_in, staff_with

pytestmark = pytest.mark.django_db


def test_staff_that_changes_people_gives_nobody_rights_and_touches_no_staff(hanako: User, kenji: User) -> None:
    staff, other = staff_with("view_user", "change_user"), staff_with(name="other")
    client = signed_in(staff)

    change(client, kenji, is_staff="on", is_superuser="on", display_name="changed")
    kenji.refresh_from_db()
    assert (kenji.display_name, kenji.is_staff, kenji.is_superuser) == ("changed", False, False)

    for senior in (hanako, other):
        assert client.post(f"/admin/accounts/user/{senior.pk}/change/", {"username": "x"}).status_code == 403
        assert client.post(f"/admin/accounts/user/{senior.pk}/password/", {}).status_code == 403
        assert "Only a superuser changes people of the staff" in act(client, "user", "deactivate", senior)
    assert User.objects.filter(is_active=True).count() == 4


def test_staff_that_may_look_changes_nobody(kenji: User) -> None:
    session = begin(kenji).session
    client = signed_in(staff_with("view_user", "view_session"))
    assert client.get(f"/admin/accounts/user/{kenji.pk}/change/").status_code == 200
    assert client.post(f"/admin/accounts/user/{kenji.pk}/change/", {"username": "x"}).status_code == 403
    assert client.post(f"/admin/accounts/user/{kenji.pk}/password/", {}).status_code == 403
    assert client.get("/admin/accounts/user/add/").status_code in (403, 404)
    act(client, "user", "deactivate", kenji)
    act(client, "session", "revoke", session)
    kenji.refresh_from_db()
    assert kenji.is_active
    assert kenji.sessions.live().exists()
