"""What is wrong with a token, at every door of REST that takes one. The socket's tests use the same table."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from django.conf import settings
from django.utils import timezone

from accounts import services, tokens
from accounts.models import Session, User
from config.errors import Problem
from tests.inside import PASSWORD, Api, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanako() -> User:
    return a_user("hanako")


def token(user: User, *, key: str = "", algorithm: str = "HS256", **changes: Any) -> str:
    """An access token as ours are made, but for the changes; a claim that is None is left out."""
    now = datetime.now(UTC)
    claims = {
        "token_type": "access",
        "user_id": str(user.pk),
        "sid": str(tokens.begin(user).session.pk),
        "iat": now,
        "exp": now + timedelta(minutes=5),
        "jti": uuid.uuid4().hex,
    }
    kept = {name: value for name, value in {**claims, **changes}.items() if value is not None}
    return jwt.encode(kept, "" if algorithm == "none" else key or settings.SIGNING_KEY, algorithm)


def revoked(user: User) -> str:
    issued = tokens.begin(user)
    tokens.revoke([issued.session], Session.End.SIGNED_OUT)
    return issued.access


def deactivated(user: User, kind: str = "access") -> str:
    raw: str = getattr(tokens.begin(user), kind)
    services.set_active(user=user, active=False)
    return raw


def deleted(user: User) -> str:
    access = tokens.begin(user).access
    user.delete()
    return access


def expired_session(user: User) -> str:
    issued = tokens.begin(user)
    Session.objects.filter(pk=issued.session.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    return issued.access


FAULTS: dict[str, tuple[Callable[[User], str], str]] = {
    "empty": (lambda user: "", "token_invalid"),
    "garbage": (lambda user: "garbage", "token_invalid"),
    "not base64": (lambda user: "ü.ü.ü", "token_invalid"),
    "three parts": (lambda user: "a.b.c", "token_invalid"),
    "cut short": (lambda user: tokens.begin(user).access[:-3], "token_invalid"),
    "wrong signature": (lambda user: token(user, key="x" * 64), "token_invalid"),
    "signed with SECRET_KEY": (lambda user: token(user, key=settings.SECRET_KEY), "token_invalid"),
    "alg none": (lambda user: token(user, algorithm="none"), "token_invalid"),
    "another algorithm": (lambda user: token(user, algorithm="HS512"), "token_invalid"),
    "expired": (lambda user: token(user, exp=datetime.now(UTC) - timedelta(seconds=60)), "token_expired"),
    "no expiry": (lambda user: token(user, exp=None), "token_invalid"),
    "no id": (lambda user: token(user, jti=None), "token_invalid"),
    "refresh token": (lambda user: tokens.begin(user).refresh, "token_invalid"),
    "ticket": (lambda user: tokens.issue_ticket(tokens.begin(user).session.pk, user), "token_invalid"),
    "no session": (lambda user: token(user, sid=None), "token_invalid"),
    "unknown session": (lambda user: token(user, sid=str(uuid.uuid4())), "token_invalid"),
    "session that is no id": (lambda user: token(user, sid="1 OR 1=1"), "token_invalid"),
    "session that is a list": (lambda user: token(user, sid=[]), "token_invalid"),
    "session of another": (lambda user: token(user, user_id=str(a_user("kenji").pk)), "token_invalid"),
    "no user": (lambda user: token(user, user_id=None), "token_invalid"),
    "revoked": (revoked, "session_revoked"),
    "session that ran out": (expired_session, "session_revoked"),
    "deactivated user": (deactivated, "user_inactive"),
    "deleted user": (deleted, "token_invalid"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_token_opens_nothing(hanako: User, fault: str) -> None:
    make, code = FAULTS[fault]
    raw = make(hanako)
    answer = Api().call("GET", "me/", headers={"Authorization": f"Bearer {raw}"})
    assert answer.refusal == (401, code)
    assert answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "empty"])
def test_a_faulty_token_is_not_verified(hanako: User, fault: str) -> None:
    make, code = FAULTS[fault]
    assert Api().post("token/verify/", {"token": make(hanako)}).refusal == (401, code)


def test_without_the_fault_the_token_is_good(hanako: User) -> None:
    good = token(hanako)
    assert Api().call("GET", "me/", headers={"Authorization": f"bearer {good}"}).status == 200
    answer = Api().post("token/verify/", {"token": good})
    assert (answer.status, answer.body) == (200, {})


def test_two_clocks_may_differ_a_little(hanako: User) -> None:
    late = token(hanako, exp=datetime.now(UTC) - timedelta(seconds=5))
    assert Api().post("token/verify/", {"token": late}).status == 200


@pytest.mark.parametrize("header", ["Basic aGFuYWtvOng=", "Token abc", "Bearerabc"])
def test_another_scheme_is_no_token(header: str) -> None:
    assert Api().call("GET", "me/", headers={"Authorization": header}).refusal == (401, "not_authenticated")


REFRESH_FAULTS: dict[str, tuple[Callable[[User], str], str]] = {
    "garbage": (lambda user: "garbage", "token_invalid"),
    "access token": (lambda user: tokens.begin(user).access, "token_invalid"),
    "expired": (
        lambda user: token(user, token_type="refresh", gen=0, exp=datetime.now(UTC) - timedelta(minutes=1)),
        "token_expired",
    ),
    "no generation": (lambda user: token(user, token_type="refresh"), "token_invalid"),
    "generation of another kind": (lambda user: token(user, token_type="refresh", gen="first"), "token_invalid"),
    "session of another": (
        lambda user: token(user, token_type="refresh", gen=0, user_id=str(a_user("kenji").pk)),
        "token_invalid",
    ),
    "deactivated user": (
        lambda user: deactivated(user, "refresh"),
        "user_inactive",
    ),
}


@pytest.mark.parametrize("fault", REFRESH_FAULTS)
def test_a_faulty_refresh_token_refreshes_nothing(hanako: User, fault: str) -> None:
    make, code = REFRESH_FAULTS[fault]
    raw = make(hanako)
    assert Api().post("token/refresh/", {"refresh": raw}).refusal == (401, code)
    browser = Api()
    browser.client.cookies["irori_refresh"] = raw
    assert browser.post("session/refresh/").refusal == (401, code)


def test_programs_sign_in_with_both_tokens_in_the_body(hanako: User) -> None:
    answer = Api().post("token/", {"username": "hanako@example.org", "password": PASSWORD})
    assert answer.status == 200
    assert answer.body.keys() == {"access", "refresh"}
    assert not answer.cookies
    assert Api().post("token/verify/", {"token": answer.body["access"]}).status == 200


def test_programs_with_wrong_credentials(hanako: User) -> None:
    assert Api().post("token/", {"username": "hanako", "password": "wrong"}).refusal == (401, "wrong_credentials")


class TestTicket:
    def test_it_says_who_and_opens_one_socket(self, hanako: User) -> None:
        api = Api(hanako)
        answer = api.post("session/ticket/")
        assert answer.status == 201
        assert answer.body["expires_in"] == 30
        ticket = tokens.redeem_ticket(answer.body["ticket"])
        assert (ticket["user_id"], ticket["sid"]) == (str(hanako.pk), str(Session.objects.get().pk))
        assert code_of(lambda: tokens.redeem_ticket(answer.body["ticket"])) == "token_invalid"

    def test_it_takes_being_signed_in(self) -> None:
        assert Api().post("session/ticket/").refusal == (401, "not_authenticated")

    def test_an_access_token_is_no_ticket(self, hanako: User) -> None:
        assert code_of(lambda: tokens.redeem_ticket(tokens.begin(hanako).access)) == "token_invalid"

    def test_it_does_not_keep(self, hanako: User) -> None:
        old = token(hanako, token_type="ticket", exp=datetime.now(UTC) - timedelta(minutes=1))
        assert code_of(lambda: tokens.redeem_ticket(old)) == "token_expired"


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value.code
