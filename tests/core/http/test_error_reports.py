"""What DEBUG shows of an error: a traceback, to this machine alone, and no value of anything."""

from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.views.debug import technical_500_response
from pytest_django import Settings

SECRETS = {
    "DATABASE_URL": "postgres://irori:db-embers@127.0.0.1/irori",
    "REDIS_URL": "redis://:redis-embers@127.0.0.1:6379/0",
    "SECRET_KEY": "secret-key-embers-0123456789-abcdefghij",
    "SIGNING_KEY": "signing-key-embers-0123456789-abcdefghij",
    "EMAIL_HOST_PASSWORD": "mail-embers",
    "ACCEPTED_SIGNING_KEYS": ["accepted-embers"],
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "cache-embers"}},
}


@pytest.fixture(autouse=True)
def _developing(settings: Settings) -> None:
    settings.DEBUG = True
    settings.ALLOWED_HOSTS = [".localhost", "127.0.0.1", "[::1]", "box.local"]
    for name, value in SECRETS.items():
        if name != "SECRET_KEY":
            setattr(settings, name, value)


def request(accept: str, **meta: Any) -> HttpRequest:
    """With a secret in everything that a request has."""
    headers = {"Authorization": "Bearer header-embers", "Accept": accept, "Host": "localhost:8000"}
    made = RequestFactory().post(
        "/nowhere/?ticket=query-embers",
        {"password": "form-embers"},
        headers={**headers, **meta.pop("headers", {})},
        **{"REMOTE_ADDR": "127.0.0.1", **meta},
    )
    made.COOKIES["irori_refresh"] = "cookie-embers"
    return made


def secret() -> str:
    return "local-embers"


# Pages show the lines around the one that failed: none of these gives a secret away.


def page(accept: str = "text/html", **meta: Any) -> str:
    """The page of a view that failed."""
    asked, local = request(accept, **meta), secret()
    try:
        fail(local)
    except ZeroDivisionError as error:
        answer = technical_500_response(asked, type(error), error, error.__traceback__)
        return answer.content.decode()
    raise AssertionError


def fail(password: object) -> None:
    kept = {"token": password}
    assert kept
    print(1 / 0)


# Nor do these.


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_developer_sees_where_it_failed_and_no_value(accept: str) -> None:
    shown = page(accept)
    assert "ZeroDivisionError" in shown
    assert "in fail" in shown or "fail</" in shown
    assert "embers" not in shown
    assert "Bearer" not in shown
    assert "irori_refresh" not in shown


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize(
    "meta",
    [
        {"REMOTE_ADDR": "192.168.1.7"},
        {"REMOTE_ADDR": ""},
        {"headers": {"Host": "evil.example"}},
        {"headers": {"Host": "box.local"}},
        {"headers": {"X-Forwarded-For": "192.168.1.7"}},
        {"headers": {"Forwarded": "for=192.168.1.7"}},
        {"headers": {"Via": "1.1 tunnel"}},
    ],
)
def test_anybody_else_sees_that_it_failed(meta: dict[str, Any], accept: str) -> None:
    shown = page(accept, **meta)
    assert shown == '{"code":"server_error","detail":"Something went wrong on our side."}'


@pytest.mark.django_db
def test_so_it_is_for_a_call_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.http.pages._index", fail)
    client = Client(raise_request_exception=False)
    shown = client.get("/", headers={"Host": "localhost", "Accept": "text/html"})
    assert shown.status_code == 500
    assert b"ZeroDivisionError" in shown.content
    assert b"embers" not in shown.content
    monkeypatch.setitem(client.defaults, "REMOTE_ADDR", "192.168.1.7")
    shown = client.get("/", headers={"Host": "localhost", "Accept": "text/html"})
    assert (shown.status_code, b"ZeroDivisionError" in shown.content) == (500, False)
