"""What is wrong with a token, at every door of REST that takes one. At the socket: test_tokens_at_the_socket.py."""

from collections.abc import Callable

import pytest
from pytest_django import Settings

from accounts.models import Session, User
from accounts.services import sessions
from core.problems import Problem
from tests.accounts.faults import EDDSA, FAULTS, SECRET, ago, ahead, deactivated, token
from tests.support.in_process import PASSWORD, Api, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=[(SECRET, EDDSA), (EDDSA, SECRET)], ids=["HS256", "EdDSA"])
def _keys(request: pytest.FixtureRequest, settings: Settings) -> None:
    """Every test runs with a secret and with a key pair; the other key is accepted."""
    settings.SIGNING_KEY, settings.ACCEPTED_SIGNING_KEYS = request.param[0], [request.param[1]]


@pytest.fixture
def hanako() -> User:
    return a_user("hanako")


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


@pytest.mark.parametrize(
    "times", [{"exp": -10}, {"nbf": 10}, {"iat": 10}], ids=["expired", "not valid yet", "issued in the future"]
)
def test_two_clocks_may_differ_a_little(hanako: User, times: dict[str, int]) -> None:
    differing = token(hanako, **{claim: ahead(seconds=seconds) for claim, seconds in times.items()})
    assert Api().post("token/verify/", {"token": differing}).status == 200


@pytest.mark.parametrize("header", ["Basic aGFuYWtvOng=", "Token abc", "Bearerabc"])
def test_another_scheme_is_no_token(header: str) -> None:
    assert Api().call("GET", "me/", headers={"Authorization": header}).refusal == (401, "not_authenticated")


REFRESH_FAULTS: dict[str, tuple[Callable[[User], str], str]] = {
    "garbage": (lambda user: "garbage", "token_invalid"),
    "access token": (lambda user: sessions.begin(user).access, "token_invalid"),
    "expired": (lambda user: token(user, token_type="refresh", gen=0, exp=ago(minutes=1)), "token_expired"),
    "no generation": (lambda user: token(user, token_type="refresh"), "token_invalid"),
    "generation of another kind": (lambda user: token(user, token_type="refresh", gen="first"), "token_invalid"),
    "session of another": (
        lambda user: token(user, token_type="refresh", gen=0, user_id=str(a_user("kenji").pk)),
        "token_invalid",
    ),
    "deactivated user": (lambda user: deactivated(user, "refresh"), "user_inactive"),
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
        ticket = sessions.redeem_ticket(answer.body["ticket"])
        assert (ticket["user_id"], ticket["sid"]) == (str(hanako.pk), str(Session.objects.get().pk))
        assert code_of(lambda: sessions.redeem_ticket(answer.body["ticket"])) == "token_invalid"

    def test_it_takes_being_signed_in(self) -> None:
        assert Api().post("session/ticket/").refusal == (401, "not_authenticated")

    def test_an_access_token_is_no_ticket(self, hanako: User) -> None:
        assert code_of(lambda: sessions.redeem_ticket(sessions.begin(hanako).access)) == "token_invalid"

    def test_it_does_not_keep(self, hanako: User) -> None:
        old = token(hanako, token_type="ticket", exp=ago(minutes=1))
        assert code_of(lambda: sessions.redeem_ticket(old)) == "token_expired"


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value.code
