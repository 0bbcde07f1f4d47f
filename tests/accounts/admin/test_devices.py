"""A person's devices on their page of the admin: what each is, when it was used, and a button that ends one."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Session, User
from accounts.services.sessions import begin
from core.audit.models import Act
from tests.accounts.admin.pages import signed_in, staff_with

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PAGE = ">Devices</h2>"


def end(session: Session) -> str:
    return f"/admin/accounts/session/{session.pk}/end/"


def page_of(client: Client, person: User) -> str:
    return client.get(f"/admin/accounts/user/{person.pk}/change/").content.decode()


def test_one_ends_and_the_others_go_on(admin: Client, hanako: User, kenji: User, told_of_ends: Any) -> None:
    session, other = begin(kenji, user_agent=FIREFOX, address="203.0.113.7").session, begin(kenji).session
    page = page_of(admin, kenji)
    for shown in (PAGE, "Firefox · Linux", "203.0.113.7", end(session), end(other)):
        assert shown in page
    told = told_of_ends(lambda: admin.post(end(session)))
    assert told == [("kenji", "session_revoked")]
    assert list(kenji.sessions.live()) == [other]
    assert end(session) not in page_of(admin, kenji)
    assert Act.objects.filter(by_id=hanako.pk, on_id=str(kenji.pk)).count() == 1
    # A second click.
    admin.post(end(session))
    session.refresh_from_db()
    assert session.end == Session.End.BY_ADMINISTRATOR
    assert Act.objects.filter(by_id=hanako.pk, on_id=str(kenji.pk)).count() == 1


def test_when_somebody_was_last_seen(admin: Client, kenji: User) -> None:
    assert kenji.username in admin.get("/admin/accounts/user/").content.decode()
    for days in (3, 1, 2):
        Session.objects.filter(pk=begin(kenji).session.pk).update(last_used_at=timezone.now() - timedelta(days=days))
    (shown,) = [person for person in admin.get("/admin/accounts/user/").context["cl"].result_list if person == kenji]
    assert shown.seen_at.date() == (timezone.now() - timedelta(days=1)).date()
    assert "Last seen" in page_of(admin, kenji)


def test_outsiders_end_nothing(kenji: User, hanako: User) -> None:
    session = begin(hanako).session
    for client in (Client(), signed_in(kenji)):
        assert client.post(end(session)).headers["Location"].startswith("/admin/login/")
    assert hanako.sessions.live().exists()


@pytest.mark.parametrize(
    ("right", "sees", "ends"),
    [
        ("view_user", False, 403),
        ("change_user", False, 403),
        ("view_session", True, 403),
        ("change_session", True, 302),
    ],
)
def test_staff_with_one_right(kenji: User, right: str, sees: bool, ends: int) -> None:
    session = begin(kenji).session
    client = signed_in(staff_with(right, "view_user"))
    page = page_of(client, kenji)
    assert (PAGE in page, end(session) in page) == (sees, ends == 302)
    assert client.get(end(session)).status_code == (405 if ends == 302 else 403)
    assert client.post(end(session)).status_code == ends


def test_only_a_superuser_ends_devices_of_the_staff(admin: Client, hanako: User) -> None:
    session = begin(hanako).session
    client = signed_in(staff_with("change_session", "view_user"))
    assert end(session) not in page_of(client, hanako)
    assert client.post(end(session)).status_code == 403
    assert admin.post(end(session)).status_code == 302
