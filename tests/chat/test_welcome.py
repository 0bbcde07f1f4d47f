"""What whoever starts a site is told."""

from pathlib import Path

import pytest
from pytest_django import Settings

from chat.management import welcome
from chat.services import site
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _state(settings: Settings, tmp_path: Path) -> None:
    settings.STATE_DIR = tmp_path / "state"
    settings.ORIGINS, settings.NAMED_HOSTS = [], []


def told(host: str = "127.0.0.1", port: str = "8000") -> str:
    return "\n".join(welcome.lines(host, port))


def test_where_it_is_and_how_to_set_it_up() -> None:
    assert "Irori is at http://127.0.0.1:8000/\n" in told()
    assert f"Open http://127.0.0.1:8000/setup with this code: {site.setup_code()}" in told()
    a_user("hanako")
    assert "with this code" not in told()


def test_that_only_this_machine_reaches_it() -> None:
    assert "Only this machine can open it. For your network: HOST=0.0.0.0 make run." in told()
    assert "http://[::1]:8000/" in told("::1")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5"])
def test_what_is_missing_for_the_internet(host: str) -> None:
    for word in (
        "not encrypted",
        "not on the internet",
        "ALLOWED_HOSTS=chat.example.org",
        "https",
        "PROXIES=1",
        "docs/hosting.md",
    ):
        assert word in told(host)
    assert ("http://localhost:8000/" in told(host)) is (host != "192.168.1.5")


def test_that_a_site_on_the_internet_takes_a_server_in_front(settings: Settings) -> None:
    settings.ORIGINS, settings.NAMED_HOSTS = ["https://chat.example.org"], ["chat.example.org"]
    settings.ON_INTERNET = settings.TLS = True
    assert "Irori is at https://chat.example.org/\n" in told()
    assert "It answers to chat.example.org, and expects a server in front of it that speaks https" in told()
    settings.TLS = False
    assert "TLS is off" in told()


def test_that_debug_is_on(settings: Settings) -> None:
    settings.DEBUG = True
    assert "for developing" in told()


class TestWhatHasChanged:
    @pytest.mark.parametrize("file", ["secret_key", "irori.sqlite3"])
    def test_a_folder_from_before_is_told_once(self, file: str, settings: Settings) -> None:
        settings.STATE_DIR.mkdir()
        (settings.STATE_DIR / file).touch()
        first = told()
        for word in (
            str(settings.STATE_DIR),
            "DEBUG is off",
            "invitation",
            "REGISTRATION=open",
            "make dev",
            "docs/hosting.md",
        ):
            assert word in first
        assert "has changed" not in told()

    def test_a_new_folder_is_not(self, settings: Settings) -> None:
        assert "has changed" not in told()

    def test_nor_one_that_cannot_be_written_to(self, settings: Settings) -> None:
        settings.STATE_DIR.mkdir()
        (settings.STATE_DIR / "secret_key").touch()
        (settings.STATE_DIR / "told").mkdir()
        assert "has changed" not in told()
