"""People's devices in the admin: listed under the browsers' names, found and revoked, and not changed."""

from typing import Any

import pytest
from django.test import Client

from accounts.admin.browser_names import browser_name
from accounts.models import Session, User
from accounts.services.sessions import begin, revoke
from tests.accounts.admin.pages import act, signed_in, staff_with
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_sessions_are_listed_and_revoked_but_not_changed(admin: Client, kenji: User, told_of_ends: Any) -> None:
    session = begin(kenji, user_agent=FIREFOX, address="203.0.113.7").session
    page = admin.get("/admin/accounts/session/").content.decode()
    for shown in ("kenji", "Firefox · Linux", "203.0.113.7", "Signed in"):
        assert shown in page
    assert admin.get(f"/admin/accounts/session/{session.pk}/change/").status_code == 200
    assert admin.post(f"/admin/accounts/session/{session.pk}/change/", {}).status_code == 403
    assert admin.get("/admin/accounts/session/add/").status_code == 403
    assert admin.post(f"/admin/accounts/session/{session.pk}/delete/", {"post": "yes"}).status_code == 403

    assert told_of_ends(lambda: act(admin, "session", "revoke", session)) == [("kenji", "session_revoked")]
    session.refresh_from_db()
    assert session.end == Session.End.BY_ADMINISTRATOR


def test_only_a_superuser_signs_staff_out(admin: Client, kenji: User, hanako: User) -> None:
    helper = signed_in(staff_with("view_session", "change_session"))
    chief, own = begin(a_user("chief", is_staff=True, is_superuser=True)).session, begin(kenji).session
    answer = act(helper, "session", "revoke", chief, own)
    assert "Only a superuser changes people of the staff" in answer
    for session in (chief, own):
        session.refresh_from_db()
        assert session.revoked_at is None  # none where one is refused
    act(helper, "session", "revoke", own)
    act(admin, "session", "revoke", chief)
    for session in (chief, own):
        session.refresh_from_db()
        assert session.end == Session.End.BY_ADMINISTRATOR


def test_sessions_are_found_by_person(admin: Client, kenji: User, hanako: User) -> None:
    mine, theirs = begin(hanako).session, begin(kenji).session
    for words, found in (("健二", [theirs]), ("user:hanako", [mine]), ("user:nobody", []), ("nobody", [])):
        assert list(admin.get("/admin/accounts/session/", {"q": words}).context["cl"].result_list) == found
    revoke([mine], Session.End.SIGNED_OUT)
    for state, found in (("live", [theirs]), ("ended", [mine])):
        assert list(admin.get("/admin/accounts/session/", {"state": state}).context["cl"].result_list) == found


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/18 Safari/605", "Safari · macOS"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/140.0 Mobile Safari/604", "Chrome · iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537 Chrome/140.0 Mobile Safari/537", "Chrome · Android"),
        ("irori-bot/1.2", "irori-bot"),
        ("", "unknown"),
    ],
)
def test_a_browser_has_a_name_people_know(user_agent: str, name: str) -> None:
    assert browser_name(user_agent) == name
