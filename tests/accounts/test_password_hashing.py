"""Passwords cost what they cost, but not everybody's time."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import get_resolver
from drf_spectacular.generators import SchemaGenerator
from pytest_django import Settings

from accounts import password_hashing
from accounts.models import User
from lab.clients.person import Person
from lab.servers.settings import PRODUCTION
from lab.servers.site import Site
from tests.support.in_process import PASSWORD, Api, a_user

SIGN_INS = 60


@pytest.fixture
def production(tmp_path: Path) -> Iterator[Site]:
    """Hashes are real, and a proxy says who asks."""
    with Site(tmp_path, env={**PRODUCTION, "PROXIES": "1"}) as site, site.no_traceback():
        yield site


def sign_in(site: Site, turn: int) -> httpx.Response:
    """Each by another customer of another provider."""
    headers = {"X-Forwarded-For": f"2001:db8:{turn:x}::1"}
    form = {"username": f"nobody-{turn}", "password": "some guess"}
    return httpx.post(f"{site.url}/api/session/", json=form, headers=headers, timeout=60)


def test_of_many_at_once_a_few_wait_and_the_others_are_told_to_come_back(production: Site) -> None:
    hanako = Person.set_up(production)
    done = threading.Event()

    def look() -> int:
        looks = 0
        while not done.is_set():
            # A deadline, not a figure: it took as long as all the sign-ins together.
            hanako.http.get("me/", timeout=5).raise_for_status()
            looks += 1
        return looks

    with ThreadPoolExecutor(SIGN_INS + 1) as threads:
        looking = threads.submit(look)
        answers = list(threads.map(lambda turn: sign_in(production, turn), range(SIGN_INS)))
        done.set()
    assert looking.result() > 10
    busy = [answer for answer in answers if answer.status_code == 503]
    assert {answer.status_code for answer in answers} == {401, 503}
    assert {(answer.json()["code"], answer.headers["Retry-After"]) for answer in busy} == {("unavailable", "2")}
    Person.sign_in(production, "hanako")


class TestWithoutAPlace:
    """In the test's process, where all places are taken."""

    @pytest.fixture(autouse=True)
    def _full(self, db: None, settings: Settings) -> Iterator[None]:
        cache.clear()
        a_user("hanako", is_staff=True)
        settings.PASSWORD_HASHERS = [
            "accounts.password_hashing.Argon2",
            "django.contrib.auth.hashers.MD5PasswordHasher",
        ]
        settings.ACCOUNT_RATES = {**settings.ACCOUNT_RATES, "sign_in": {"here": "2/min", "anywhere": "2/min"}}
        with ExitStack() as taken:
            for _ in range(settings.PASSWORD_THREADS + 1):
                taken.enter_context(password_hashing.place())
            yield

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("session/", {"username": "nobody", "password": "guess"}),
            ("token/", {"username": "nobody", "password": "guess"}),
            ("register/", {"username": "mai", "email": "mai@example.org", "password": PASSWORD}),
        ],
    )
    def test_a_call_is_told_when_to_come_back(self, path: str, body: Any) -> None:
        answer = Api().post(path, body)
        assert answer.refusal == (503, "unavailable")
        assert answer.headers["Retry-After"] == "2"

    def test_it_is_no_failure(self) -> None:
        tries = [Api().post("session/", {"username": "nobody", "password": "guess"}) for _ in range(4)]
        assert [answer.refusal for answer in tries] == [(503, "unavailable")] * 4

    def test_the_admin_says_so_in_its_form(self) -> None:
        page = Client().post("/admin/login/", {"username": "nobody", "password": "guess"})
        assert (page.status_code, "Many people sign in at this moment" in page.content.decode()) == (200, True)

    def test_a_page_without_a_place_for_it_says_so_alone(self) -> None:
        admin = Client()
        admin.force_login(User.objects.get())
        new = {"new_password1": "the kettle sings", "new_password2": "the kettle sings"}
        page = admin.post("/admin/password_change/", {"old_password": PASSWORD, **new})
        assert (page.status_code, page.headers["Retry-After"]) == (503, "2")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """On SQLite a transaction that writes makes every other one wait."""
    inside: list[bool] = []
    hash_it = MD5PasswordHasher.encode

    def encode(*arguments: Any) -> str:
        inside.append(connection.in_atomic_block)
        return hash_it(*arguments)

    api = Api(a_user("hanako"))
    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    form = {"username": "mai", "email": "mai@example.org", "password": PASSWORD}
    assert Api().post("register/", form).status == 201
    assert api.post("me/password/", {"current": PASSWORD, "new": "the kettle sings at dusk"}).status == 204
    assert inside
    assert not any(inside)


def test_every_call_that_takes_a_password_waits_apart() -> None:
    """Read from the schema, so that a new one is not forgotten."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    taking = {
        path
        for path, methods in schema["paths"].items()
        for call in methods.values()
        if {"password", "current", "new"} & fields_of(schema, call)
    }
    assert taking == password_hashing.CALLS


def fields_of(schema: Any, call: Any) -> set[str]:
    content = call.get("requestBody", {}).get("content", {})
    names = [body["schema"]["$ref"].rpartition("/")[2] for body in content.values() if "$ref" in body["schema"]]
    return {field for name in names for field in schema["components"]["schemas"][name]["properties"]}


def test_the_pages_that_take_one_are_there() -> None:
    for page in (*password_hashing.PAGES, "/admin/accounts/user/add/", "/admin/accounts/user/1/password/"):
        assert get_resolver().resolve(page)
        assert password_hashing.asks_for_hash("POST", page)


def test_looking_waits_with_nobody() -> None:
    assert not password_hashing.asks_for_hash("GET", "/admin/login/")
    assert not password_hashing.asks_for_hash("POST", "/api/session/refresh/")
