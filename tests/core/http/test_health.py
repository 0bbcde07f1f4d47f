"""What a balancer asks."""

import threading
import time
from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from core.http import health
from lab.servers.process import wait_until


def test_alive(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
@pytest.mark.usefixtures("patient_checks")
def test_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok"})


@pytest.mark.django_db
@pytest.mark.usefixtures("patient_checks")
def test_ready_without_redis_and_says_that_it_is_away(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    backend = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": settings.REDIS_URL}}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "redis": "away"})


def refuse() -> None:
    raise OperationalError("the database is away")


def test_ready_says_that_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "DATABASE", health.Check("refusing", refuse))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": "away"})


class TestOneThatHangs:
    @pytest.fixture
    def answers(self) -> Iterator[threading.Event]:
        answers = threading.Event()
        yield answers
        answers.set()

    @pytest.mark.timed
    def test_is_told_of_in_time_and_asked_once(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, answers: threading.Event
    ) -> None:
        asked = []

        def hang() -> None:
            asked.append(1)
            answers.wait()

        check = health.Check("hanging", hang)
        monkeypatch.setattr(health, "DATABASE", check)
        began = time.monotonic()
        assert {client.get("/readyz").status_code for _ in range(20)} == {503}
        assert time.monotonic() - began < 2 * health.CHECK_SECONDS
        assert len(asked) == 1
        answers.set()
        wait_until(lambda: client.get("/readyz").status_code == 200)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
@pytest.mark.usefixtures("patient_checks")
def test_is_asked_by_address_and_without_tls(client: Client, path: str, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["chat.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(path, headers={"Host": "10.0.0.7:8000"}).status_code == 200
    assert client.get("/api/me/", headers={"Host": "10.0.0.7:8000"}).status_code == 400


def test_is_only_asked(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
