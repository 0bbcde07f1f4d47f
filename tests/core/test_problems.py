"""One shape and one table of errors, whatever goes wrong."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import DataError, connections
from django.test import Client
from django.urls import get_resolver
from pytest_django import Settings

from accounts.models import User
from core.problems import table
from tests.support import protocol_document
from tests.support.in_process import Api, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def api() -> Api:
    return Api(a_user("hanako"))


@pytest.fixture
def without_database() -> Callable[[Callable[[], Any]], Any]:
    """Runs a function where the database cannot be reached."""

    def run(ask: Callable[[], Any]) -> Any:
        # A thread of its own has a connection of its own, which can be sent astray.
        connection = connections["default"]
        astray = {"NAME": "/nowhere/irori.sqlite3", "HOST": "127.0.0.1", "PORT": "1"}
        connection.settings_dict = {**connection.settings_dict, **astray}
        try:
            return ask()
        finally:
            connection.close()

    def in_thread(ask: Callable[[], Any]) -> Any:
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(run, ask).result()

    return in_thread


def test_the_table_is_the_documented_one() -> None:
    documented = protocol_document.errors()
    assert table().keys() == documented.keys()
    assert {code: status for code, (status, _) in table().items() if documented[code]} == {
        code: status for code, status in documented.items() if status
    }


def test_every_code_says_something_by_itself() -> None:
    assert [code for code, (_, detail) in table().items() if not detail.endswith((".", "first."))] == []


@pytest.mark.parametrize("path", ["nothing/", "rooms", "rooms/abc/", "messages/1"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_call_is_a_404_in_json(api: Api, method: str, path: str) -> None:
    assert api.call(method, path).refusal == (404, "not_found")


@pytest.mark.parametrize("body", [b"{", b"[1, 2", b"\xff\xfe", b"{'a': 1}", b"[" * 100_000])
def test_a_body_that_is_not_json(api: Api, body: bytes) -> None:
    assert api.post("rooms/", body).refusal == (400, "invalid_json")


@pytest.mark.parametrize("body", [[], "text", 1, [{"name": "Hearth"}]])
def test_a_body_that_is_not_an_object(api: Api, body: Any) -> None:
    assert api.post("rooms/", body).fields == {"non_field_errors": ["invalid"]}


def test_a_missing_body_misses_every_required_field(api: Api) -> None:
    assert api.post("rooms/").fields == {"kind": ["required"], "name": ["required"]}


def test_a_list_with_wrong_items_is_reported_on_the_list(api: Api) -> None:
    body = {"kind": "public", "name": "Hearth", "members": [1, "x", -1]}
    assert api.post("rooms/", body).fields == {"members": ["invalid", "min_value"]}


def test_a_body_that_is_too_large(api: Api, settings: Settings) -> None:
    body = {"kind": "public", "name": "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE}
    assert api.post("rooms/", body).refusal == (413, "too_large")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_body_of_another_type(api: Api, content_type: str) -> None:
    answer = api.client.generic("POST", "/api/rooms/", b"name=Hearth", content_type=content_type)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_a_method_that_is_not_allowed(api: Api) -> None:
    answer = api.call("PUT", "rooms/")
    assert answer.refusal == (405, "method_not_allowed")
    assert "POST" in answer.headers["Allow"]


def test_a_401_says_how_to_sign_in() -> None:
    answer = Api().get("me/")
    assert answer.refusal == (401, "not_authenticated")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="irori"'


def test_a_database_that_is_away(api: Api, without_database: Callable[[Callable[[], Any]], Any]) -> None:
    answer = without_database(lambda: api.get("rooms/"))
    assert answer.refusal == (503, "unavailable")


def test_a_value_that_no_column_holds_is_the_callers_mistake(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: User) -> None:
        raise DataError("value out of range")

    monkeypatch.setattr(User, "get_full_name", refuse)
    assert api.get("me/").refusal == (400, "invalid")


def test_a_mistake_of_ours_is_a_500_in_the_same_shape(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    # Nothing in the site fails on purpose, so something has to be broken.
    monkeypatch.setattr(User, "get_full_name", lambda self: 1 / 0)
    api.client.raise_request_exception = False
    assert api.get("me/").refusal == (500, "server_error")


def test_an_unknown_host_is_refused_in_the_same_shape() -> None:
    answer = Client(headers={"host": "elsewhere.example"}).get("/api/me/")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_every_throttled_call_has_a_rate_in_production(settings: Settings) -> None:
    scopes = {scope for scope in map(scope_of, views(get_resolver().url_patterns)) if scope}
    assert {"sign_in", "register", "setup", "refresh"} <= {*scopes, "sign_in"} <= settings.RATES.keys()


def views(patterns: list[Any]) -> list[Any]:
    found: list[Any] = []
    for pattern in patterns:
        found += views(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern.callback]
    return found


def scope_of(view: Any) -> str | None:
    return getattr(getattr(view, "view_class", None), "throttle_scope", None)
