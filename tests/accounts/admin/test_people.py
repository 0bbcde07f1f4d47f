"""People and their devices in the admin."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import AsyncClient, Client

from accounts.admin.browser_names import browser_name
from accounts.models import Session, User
from accounts.services.sessions import begin, revoke
from accounts.signals import sessions_ended
from tests.support.in_process import PASSWORD, a_user

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "the kettle sings at dusk"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def hanako() -> User:
    return a_user("hanako", is_staff=True, is_superuser=True)


@pytest.fixture
def kenji() -> User:
    return a_user("kenji", display_name="健二")


@pytest.fixture
def admin(hanako: User) -> Client:
    return signed_in(hanako)


@pytest.fixture
def told_of_ends(django_capture_on_commit_callbacks: Any) -> Any:
    """What the rest of the site hears of ended sessions while a request runs: (user, reason)."""

    def during(request: Any) -> list[tuple[str, str]]:
        heard: list[tuple[str, str]] = []

        def listen(*, sessions: list[Session], reason: str, **_: Any) -> None:
            heard.extend((session.user.username, reason) for session in sessions)

        sessions_ended.connect(listen)
        try:
            with django_capture_on_commit_callbacks(execute=True):
                request()
        finally:
            sessions_ended.disconnect(listen)
        return heard

    return during


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def staff_with(*rights: str, name: str = "staff") -> User:
    user = a_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def change(client: Client, user: User, **changes: Any) -> Any:
    """Save the person's form with these changes; None unticks a box."""
    page = client.get(f"/admin/accounts/user/{user.pk}/change/")
    assert page.status_code == 200
    filled_in = {bound.name: bound.value() for bound in page.context["adminform"].form}
    values = {name: value for name, value in {**filled_in, **changes}.items() if value not in (None, False)}
    return client.post(f"/admin/accounts/user/{user.pk}/change/", values)


def errors(response: Any) -> str:
    assert response.status_code == 200
    return str(response.context["adminform"].form.errors)


def act(client: Client, model: str, action: str, *rows: Any) -> str:
    data = {"action": action, "_selected_action": [str(row.pk) for row in rows]}
    return client.post(f"/admin/accounts/{model}/", data, follow=True).content.decode()


# -- Adding and changing people


def test_a_new_person_can_sign_in(admin: Client) -> None:
    form = {"username": "yuki", "display_name": "雪", "email": "yuki@example.org"}
    passwords = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert admin.post("/admin/accounts/user/add/", {**form, **passwords}).status_code == 302

    yuki = User.objects.get(username="yuki")
    assert (yuki.display_name, yuki.is_active, yuki.is_staff) == ("雪", True, False)
    assert yuki.check_password(NEW_PASSWORD)
    assert LogEntry.objects.get().object_id == str(yuki.pk)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"username": "Kenji"}, "This user name is taken"),
        ({"username": "ｋｅｎｊｉ"}, "This user name is taken"),
        ({"display_name": "\u202ekenji"}, "can be seen"),
        ({"email": "KENJI@example.org"}, "belongs to somebody already"),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"username": "a@b"}, "Letters, digits"),
    ],
)
def test_a_wrong_form_says_what_is_wrong(admin: Client, kenji: User, wrong: dict[str, str], said: str) -> None:
    form = {"username": "yuki", "email": "yuki@example.org", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert said in errors(admin.post("/admin/accounts/user/add/", {**form, **wrong}))
    assert User.objects.count() == 2


def test_a_person_is_changed(admin: Client, kenji: User) -> None:
    assert change(admin, kenji, display_name="Kenji 健二", is_staff="on").status_code == 302
    kenji.refresh_from_db()
    assert (kenji.display_name, kenji.is_staff, kenji.is_active) == ("Kenji 健二", True, True)
    assert kenji.check_password(PASSWORD)


def test_a_name_in_use_is_refused_in_any_case(admin: Client, kenji: User) -> None:
    assert "This user name is taken" in errors(change(admin, kenji, username="HANAKO"))
    assert "belongs to somebody" in errors(change(admin, kenji, email="Hanako@example.org"))
    a_user("émile")
    assert "This user name is taken" in errors(change(admin, kenji, username="ÉMILE"))


def test_a_renamed_person_is_found_by_the_new_name(admin: Client, kenji: User) -> None:
    change(admin, kenji, username="Émile", email="E@BÜCHER.example")
    kenji.refresh_from_db()
    assert (kenji.username_key, kenji.email_key) == ("émile", "e@bücher.example")


@pytest.mark.parametrize("words", ["ÉMILE", "ＥＭ emil", "zola", "bücher"])
def test_people_are_found_in_every_spelling(admin: Client, words: str) -> None:
    emile = a_user("émile", email="emil@BÜCHER.example", display_name="Zola Em")
    assert list(admin.get("/admin/accounts/user/", {"q": words}).context["cl"].queryset) == [emile]


@pytest.mark.parametrize("right", ["is_active", "is_staff", "is_superuser"])
def test_nobody_takes_their_own_rights(admin: Client, hanako: User, right: str) -> None:
    assert "You cannot take this from yourself" in errors(change(admin, hanako, **{right: None}))
    hanako.refresh_from_db()
    assert getattr(hanako, right)


def test_nobody_deactivates_themselves_from_the_list(admin: Client, hanako: User, kenji: User) -> None:
    assert "Nothing was changed. hanako: That is yourself." in act(admin, "user", "deactivate", kenji, hanako)
    assert User.objects.filter(is_active=True).count() == 2


def test_people_are_not_deleted(admin: Client, kenji: User) -> None:
    assert admin.post(f"/admin/accounts/user/{kenji.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in str(admin.get("/admin/accounts/user/").context["action_form"])


# -- Signing people out


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


# -- Sessions


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


@pytest.mark.parametrize("model", ["user", "session"])
def test_a_list_asks_as_much_of_the_database_for_many_rows_as_for_few(
    admin: Client, model: str, django_assert_max_num_queries: Any
) -> None:
    for index in range(60):
        begin(a_user(f"p{index}"))
    with django_assert_max_num_queries(7):
        assert len(admin.get(f"/admin/accounts/{model}/").context["cl"].result_list) == 50


# -- Who may


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


# -- Its language


def test_the_admin_speaks_the_readers_language_and_the_api_its_own(admin: Client) -> None:
    japanese = {"Accept-Language": "ja,en;q=0.5"}
    page = admin.get("/admin/", headers=japanese)
    assert "ログアウト" in page.content.decode()
    assert page.headers["Content-Language"] == "ja"
    assert "Accept-Language" in page.headers["Vary"]
    assert "Log out" in admin.get("/admin/").content.decode()
    assert "Content-Language" not in admin.get("/api/me/", headers=japanese).headers


async def test_it_does_so_when_served_asynchronously() -> None:
    page = await AsyncClient().get("/admin/login/", headers={"Accept-Language": "ja"})
    assert "ログイン" in page.content.decode()
    assert "Log in" in (await AsyncClient().get("/admin/login/")).content.decode()
