from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest
from pytest_django import Settings

from core.net import connection
from lab.push.service import PushService
from notifications.push import letters
from tests.chat.hearth import Hearth
from tests.notifications.push.people import Phone


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PushService]:
    folder: Path = tmp_path_factory.mktemp("push")
    with PushService(folder) as service:
        yield service


@pytest.fixture
def service(running: PushService, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[PushService]:
    """A push service that the site in this process reaches and trusts."""
    settings.OUTGOING_ALLOWED = [ip_network(network) for network in running.settings["OUTGOING_ALLOWED"].split(",")]
    monkeypatch.setenv("SSL_CERT_FILE", running.settings["SSL_CERT_FILE"])
    connection.trusted.cache_clear()
    # Whoever is slow here, is so because the machine is busy.
    monkeypatch.setattr(letters, "SECONDS", 20.0)
    monkeypatch.setattr(letters, "SLOW_SECONDS", 20.0)
    running.complaints.clear()
    yield running
    connection.trusted.cache_clear()


@pytest.fixture
def phone(hearth: Hearth, service: PushService) -> Phone:
    return Phone(hearth.member, service)
