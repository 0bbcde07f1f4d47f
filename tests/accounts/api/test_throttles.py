"""How fast somebody may try, from one address and at one account. With Redis and without it: test_throttling_together.py."""

from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client
from pytest_django import Settings
from rest_framework.request import Request

from accounts.api.throttles import network_of
from accounts.models import User
from core.http.client_address import client_address
from core.rate_limits.windows import Rate
from tests.support.in_process import PASSWORD, Answer, Api, a_user

CREDENTIALS = {"username": "hanako", "password": "wrong"}


@pytest.fixture(autouse=True)
def _slow(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    # The clock stands still: no window ends in the middle of a test.
    monkeypatch.setattr("core.rate_limits.windows.time.time", lambda: 1_800_000_000 + 20)
    settings.RATES = dict.fromkeys(settings.RATES, "2/min")
    settings.ACCOUNT_RATES = {scope: dict.fromkeys(rates, "100/min") for scope, rates in settings.ACCOUNT_RATES.items()}


@pytest.fixture
def api() -> Api:
    return Api()


def too_fast(answer: Answer) -> bool:
    if answer.status != 429:
        return False
    assert answer.refusal == (429, "rate_limited")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    return True


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("session/", CREDENTIALS),
        ("token/", CREDENTIALS),
        ("token/refresh/", {"refresh": "x"}),
        ("token/verify/", {"token": "x"}),
        ("session/refresh/", None),
        ("session/access/", None),
        ("register/", {}),
        ("setup/", {"code": "x"}),
    ],
)
def test_the_third_try_comes_too_fast(api: Api, path: str, body: Any) -> None:
    assert [too_fast(api.post(path, body)) for _ in range(4)] == [False, False, True, True]


@pytest.mark.django_db
def test_guessing_the_current_password_is_slow(api: Api) -> None:
    signed_in = Api(a_user("hanako"))
    tries = [signed_in.post("me/password/", {"current": "guess", "new": PASSWORD}) for _ in range(3)]
    assert [too_fast(answer) for answer in tries] == [False, False, True]


@pytest.mark.django_db
def test_the_right_password_is_refused_too_while_it_is_too_fast(api: Api) -> None:
    a_user("hanako")
    for _ in range(2):
        api.post("session/", CREDENTIALS)
    assert too_fast(api.post("session/", {**CREDENTIALS, "password": PASSWORD}))


@pytest.mark.django_db
def test_looking_whether_the_site_is_set_up_is_never_too_fast(api: Api) -> None:
    assert [api.get("setup/").status for _ in range(5)] == [200] * 5


@pytest.mark.django_db
def test_a_header_makes_nobody_somebody_else(api: Api) -> None:
    tries = [api.post("session/", CREDENTIALS, {"X-Forwarded-For": f"203.0.113.{turn}"}) for turn in range(3)]
    assert too_fast(tries[-1])


@pytest.mark.django_db
def test_the_next_minute_is_another_one(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = [api.post("session/", CREDENTIALS) for _ in range(3)][-1]
    assert refused.headers["Retry-After"] == "40"
    monkeypatch.setattr("core.rate_limits.windows.time.time", lambda: 1_800_000_000 + 61)
    assert not too_fast(api.post("session/", CREDENTIALS))


class From:
    """Somebody at one address."""

    def __init__(self, address: str) -> None:
        self.api = Api()
        self.api.client.defaults["REMOTE_ADDR"] = address

    def sign_in(self, username: str, password: str = "wrong") -> Answer:
        return self.api.post("session/", {"username": username, "password": password})


@pytest.mark.django_db
class TestOneAccount:
    """From many addresses, each well within its own rate."""

    @pytest.fixture(autouse=True)
    def _rates(self, settings: Settings) -> None:
        settings.RATES = dict.fromkeys(settings.RATES, "100/min")
        settings.ACCOUNT_RATES = {"sign_in": {"here": "2/min", "anywhere": "5/min"}, "refresh": {"anywhere": "3/min"}}
        a_user("hanako")

    def test_one_address_gets_no_farther_than_its_share(self) -> None:
        assert [too_fast(From("192.0.2.1").sign_in("hanako")) for _ in range(3)] == [False, False, True]
        assert From("192.0.2.1").sign_in("kenji").refusal == (401, "wrong_credentials")

    def test_what_is_refused_there_keeps_nobody_else_out(self) -> None:
        for _ in range(20):
            From("192.0.2.1").sign_in("hanako")
        assert From("192.0.2.2").sign_in("hanako", PASSWORD).status == 200

    def test_many_addresses_together_have_a_limit_too(self) -> None:
        answers = [From(f"192.0.2.{turn}").sign_in("hanako") for turn in range(7)]
        assert [too_fast(answer) for answer in answers] == [False] * 5 + [True] * 2

    @pytest.mark.parametrize("names", [("hanako", "HANAKO", " Hanako "), ("nobody", "NOBODY", "noBody")])
    def test_no_spelling_of_a_name_is_another_account(self, names: tuple[str, ...]) -> None:
        """Nor does the answer tell whether there is one."""
        answers = [From("192.0.2.1").sign_in(name) for name in names]
        assert [answer.refusal[1] for answer in answers] == ["wrong_credentials", "wrong_credentials", "rate_limited"]

    def test_nobody_gets_rid_of_their_failures_by_trying_many_names(self, settings: Settings) -> None:
        settings.RATES = {**settings.RATES, "sign_in": "10000/min"}
        for _ in range(2):
            From("192.0.2.1").sign_in("hanako")
        for turn in range(200):
            From("192.0.2.1").sign_in(f"nobody-{turn}")
        assert too_fast(From("192.0.2.1").sign_in("hanako"))

    def test_signing_in_costs_nothing(self) -> None:
        assert [From("192.0.2.1").sign_in("hanako", PASSWORD).status for _ in range(10)] == [200] * 10

    def test_signing_in_forgives_no_failure(self) -> None:
        passwords = ["wrong", PASSWORD, "wrong", PASSWORD]
        answers = [From("192.0.2.1").sign_in("hanako", password) for password in passwords]
        assert [answer.status for answer in answers] == [401, 200, 401, 429]

    def test_the_admin_site_is_no_way_around(self) -> None:
        a_user("staff", is_staff=True)
        guesses = [admin_says("staff", "wrong") for _ in range(3)]
        assert ["Too many tries: wait 40 seconds." in answer for answer in guesses] == [False, False, True]
        assert "Too many tries" in admin_says("staff", PASSWORD)
        assert too_fast(From("127.0.0.1").sign_in("staff"))

    def test_signing_in_to_the_admin_site_costs_nothing(self) -> None:
        a_user("staff", is_staff=True)
        assert [admin_says("staff", PASSWORD) for _ in range(5)] == ["in"] * 5

    def test_one_address_tries_the_admin_site_no_faster_for_many_names(self, settings: Settings) -> None:
        settings.RATES = {**settings.RATES, "sign_in": "2/min"}
        assert ["Too many" in admin_says(f"name-{turn}", "wrong") for turn in range(3)] == [False, False, True]

    def test_a_stolen_access_token_guesses_no_faster(self) -> None:
        signed_in = Api(User.objects.get())
        tries = [signed_in.post("me/password/", {"current": "guess", "new": PASSWORD}) for _ in range(3)]
        assert [too_fast(answer) for answer in tries] == [False, False, True]

    def test_one_session_refreshes_only_so_often(self) -> None:
        api, other = Api(), Api()
        for device in (api, other):
            device.post("session/", {"username": "hanako", "password": PASSWORD})
        assert [too_fast(api.post("session/refresh/")) for _ in range(4)] == [False, False, False, True]
        assert too_fast(api.post("session/access/"))
        assert other.post("session/refresh/").status == 200


def admin_says(username: str, password: str) -> str:
    """The page of the admin's sign-in after a try; `in` when it lets through."""
    answer = Client().post("/admin/login/?next=/admin/", {"username": username, "password": password})
    return "in" if answer.status_code == 302 else answer.content.decode()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
    ],
)
def test_a_households_addresses_count_as_one(address: str, network: str) -> None:
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": address}
    assert network_of(Request(request)) == network


@pytest.mark.parametrize(
    ("text", "rate"), [("30/min", (30, 60)), ("10/10min", (10, 600)), ("1/day", (1, 86400)), ("5/30s", (5, 30))]
)
def test_a_rate_is_so_many_in_a_time(text: str, rate: tuple[int, int]) -> None:
    assert Rate.read(text) == rate


@pytest.mark.parametrize("text", ["", "30", "30/fortnight", "many/min"])
def test_anything_else_is_no_rate(text: str) -> None:
    with pytest.raises(ValueError, match="is no rate"):
        Rate.read(text)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "192.0.2.1"),
        (0, "203.0.113.7", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7, 192.0.2.9", "203.0.113.7"),
        (2, "203.0.113.7", "203.0.113.7"),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, "unknown", None),
        (1, "203.0.113.7:4711", None),
        (1, " , ", "192.0.2.1"),
    ],
)
def test_the_address_is_the_one_that_the_outermost_trusted_proxy_saw(
    proxies: int, forwarded: str, address: str | None, settings: Settings
) -> None:
    settings.PROXIES = proxies
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": forwarded}
    assert client_address(Request(request)) == address


def test_a_socket_file_has_no_address(settings: Settings) -> None:
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": ""}
    assert client_address(Request(request)) is None
