"""How fast somebody may try."""

from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpRequest
from pytest_django import Settings
from rest_framework.request import Request

from accounts.api.requests import client_address
from tests.inside import PASSWORD, Answer, Api, a_user

CREDENTIALS = {"username": "hanako", "password": "wrong"}


@pytest.fixture(autouse=True)
def _slow(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    for scope in settings.RATES:
        monkeypatch.setitem(settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], scope, "2/min")


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
