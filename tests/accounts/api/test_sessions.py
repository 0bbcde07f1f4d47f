"""Signing in and out in a browser: the access token in the answer, the refresh token in a cookie."""

from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import Session, User
from accounts.services import people
from accounts.services.sessions import begin
from tests.support.in_process import PASSWORD, Answer, Api, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanako() -> User:
    return a_user("hanako", display_name="Hanako", is_staff=True)


def sign_in(api: Api, username: str = "hanako", password: str = PASSWORD) -> Answer:
    return api.post("session/", {"username": username, "password": password})


@pytest.mark.parametrize("username", ["hanako", "Hanako", " hanako ", "hanako@example.org", "HANAKO@example.ORG"])
def test_the_user_name_or_the_address_signs_in(hanako: User, username: str) -> None:
    answer = sign_in(Api(), username)
    assert answer.status == 200
    assert answer.body["user"] == {
        "id": hanako.pk,
        "username": "hanako",
        "display_name": "Hanako",
        "avatar": None,
        "status": None,
        "email": "hanako@example.org",
        "email_verified": False,
        "language": "",
        "time_zone": "",
        "is_staff": True,
        "next_steps": False,
    }


def test_the_access_token_opens_the_rest(hanako: User) -> None:
    api = Api()
    access = sign_in(api).body["access"]
    api.client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {access}"
    assert api.get("me/").body["username"] == "hanako"


def test_every_sign_in_is_a_session_with_its_device(hanako: User) -> None:
    body = {"username": "hanako", "password": PASSWORD}
    for agent in ("Firefox", "Phone " + "x" * 400):
        Api().post("session/", body, headers={"User-Agent": agent})
    sessions = Session.objects.order_by("created_at")
    assert [session.user_agent for session in sessions] == ["Firefox", ("Phone " + "x" * 400)[:300]]
    assert {session.address for session in sessions} == {"127.0.0.1"}


def test_nobody_can_tell_an_unknown_name_from_a_wrong_password(hanako: User) -> None:
    people.set_active(user=a_user("gone"), active=False)
    attempts = [("hanako", "wrong"), ("nobody", PASSWORD), ("nobody@example.org", PASSWORD), ("gone", PASSWORD)]
    answers = [sign_in(Api(), *attempt) for attempt in attempts]
    assert {answer.refusal for answer in answers} == {(401, "wrong_credentials")}
    assert len({str(answer.body) for answer in answers}) == 1
    assert not any(answer.cookies for answer in answers)
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    "username",
    ["hanako", "hanako@example.org", "nobody", "nobody@example.org", "deactivated", "without-password"],
)
@pytest.mark.parametrize(("password", "hashes"), [("wrong", 1), ("ｗｒｏｎｇ", 2)])
def test_whoever_it_is_it_takes_as_many_hashes(
    hanako: User, username: str, password: str, hashes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_user("deactivated", is_active=False)
    User.objects.create_user("without-password", "without@example.org")
    hashed: list[str] = []

    def encode(hasher: object, password: str, salt: str) -> str:
        hashed.append(password)
        return "-"

    monkeypatch.setattr("django.contrib.auth.hashers.MD5PasswordHasher.encode", encode)
    sign_in(Api(), username, password)
    assert len(hashed) == hashes


@pytest.mark.parametrize("body", [{}, {"username": "", "password": ""}, {"username": "hanako", "password": None}])
def test_a_form_with_something_missing(hanako: User, body: dict[str, Any]) -> None:
    assert "password" in Api().post("session/", body).fields


@pytest.mark.parametrize("tls", [True, False])
def test_the_cookie_is_for_no_script_no_other_site_and_no_other_path(
    hanako: User, settings: Settings, tls: bool
) -> None:
    settings.TLS = tls
    cookie = sign_in(Api()).cookies["irori_refresh"]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/api/session/"
    assert bool(cookie["secure"]) is tls
    assert cookie["max-age"] == 30 * 24 * 3600
    assert not cookie["domain"]


def test_the_answers_body_holds_no_refresh_token(hanako: User) -> None:
    answer = sign_in(Api())
    assert answer.cookies["irori_refresh"].value not in str(answer.body)


def test_a_dead_token_does_not_stand_in_the_way(hanako: User) -> None:
    body = {"username": "hanako", "password": PASSWORD}
    assert Api().post("session/", body, headers={"Authorization": "Bearer dead"}).status == 200


class TestSignOut:
    def test_the_cookie_signs_out(self, hanako: User) -> None:
        api = Api()
        session = Session.objects.get(pk=sign_in(api).body["session"])
        answer = api.delete("session/")
        assert answer.status == 204
        assert (answer.cookies["irori_refresh"].value, answer.cookies["irori_refresh"]["max-age"]) == ("", 0)
        assert answer.cookies["irori_refresh"]["path"] == "/api/session/"
        assert ended(session) == "signed_out"

    def test_the_access_token_signs_out(self, hanako: User) -> None:
        api = Api(hanako)
        assert api.delete("session/").status == 204
        assert ended(Session.objects.get()) == "signed_out"
        assert api.get("me/").refusal == (401, "session_revoked")

    def test_both_tokens_sign_out_where_they_are_of_two_sessions(self, hanako: User) -> None:
        api = Api(hanako)
        sign_in(api)
        api.delete("session/")
        assert {ended(session) for session in Session.objects.all()} == {"signed_out"}
        assert Session.objects.count() == 2

    def test_others_stay_signed_in(self, hanako: User) -> None:
        other_device, kenji = Api(hanako), Api(a_user("kenji"))
        Api(hanako).delete("session/")
        assert other_device.get("me/").status == kenji.get("me/").status == 200

    def test_the_copied_refresh_token_is_dead_too(self, hanako: User) -> None:
        api = Api()
        copy = sign_in(api).cookies["irori_refresh"].value
        api.delete("session/")
        assert Api().post("token/refresh/", {"refresh": copy}).refusal == (401, "session_revoked")

    def test_with_an_access_token_that_is_dead_the_cookie_still_signs_out(self, hanako: User) -> None:
        api = Api()
        session = Session.objects.get(pk=sign_in(api).body["session"])
        assert api.delete("session/", headers={"Authorization": "Bearer dead"}).status == 204
        assert ended(session) == "signed_out"

    @pytest.mark.parametrize("cookie", ["", "garbage", "a.b.c"])
    def test_signing_out_without_a_session_succeeds(self, cookie: str) -> None:
        api = Api()
        api.client.cookies["irori_refresh"] = cookie
        assert api.delete("session/").status == 204

    def test_an_access_token_in_the_cookie_is_no_refresh_token(self, hanako: User) -> None:
        api = Api()
        api.client.cookies["irori_refresh"] = begin(hanako).access
        api.delete("session/")
        assert Session.objects.get().revoked_at is None


def ended(session: Session) -> str:
    session.refresh_from_db()
    assert session.revoked_at is not None
    return session.end
