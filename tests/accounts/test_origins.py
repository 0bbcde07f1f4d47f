"""Which pages may speak to us."""

import pytest
from pytest_django import Settings

from accounts.models import Session, User
from accounts.origins import is_allowed
from tests.support.in_process import PASSWORD, Api, a_user

ORIGINS = ["https://chat.example.org", "http://intern.example:8080"]


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.DEBUG = False
    settings.ORIGINS = ORIGINS


@pytest.mark.parametrize(
    "origin",
    [
        None,  # a program, or a browser's own GET
        "https://chat.example.org",
        "https://CHAT.example.org",
        "https://chat.example.org:443",
        "http://intern.example:8080",
    ],
)
def test_a_page_of_ours(origin: str | None) -> None:
    assert is_allowed(origin, "chat.example.org")


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "*",
        "chat.example.org",
        "//chat.example.org",
        "https://",
        "https:chat.example.org",
        "http://chat.example.org",
        "https://chat.example.org:8443",
        "https://chat.example.org:80",
        "https://chat.example.org/",
        "https://chat.example.org/page",
        "https://chat.example.org?page",
        "https://chat.example.org#page",
        "https://chat.example.org.",
        "https://evil.example",
        "https://chat.example.org.evil.example",
        "https://evilchat.example.org",
        "https://www.chat.example.org",
        "https://user@chat.example.org",
        "https://chat.example.org@evil.example",
        "https://chat.example.org:443:443",
        "https://chat.example.org:99999",
        "https://chat.example.org:port",
        "https://[chat.example.org",
        "https://[::1",
        "wss://chat.example.org",
        "ftp://intern.example:8080",
        "chrome-extension://chat.example.org",
        "file://",
        "https://chat.example.org, https://evil.example",
        "https://chat.example.org https://evil.example",
    ],
)
@pytest.mark.parametrize("debug", [False, True])
def test_a_foreign_or_malformed_origin(origin: str, debug: bool, settings: Settings) -> None:
    settings.DEBUG = debug
    assert not is_allowed(origin, "127.0.0.1:8000")


def test_in_production_the_host_header_makes_no_page_ours() -> None:
    assert not is_allowed("https://evil.example", "evil.example")


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000", True),
        ("http://localhost:8000", "localhost:8000", True),
        ("http://[::1]:8000", "[::1]:8000", True),
        ("http://localhost", "localhost", True),
        ("https://localhost", "localhost:443", True),
        ("https://chat.example.org", "localhost:8000", True),
        ("http://localhost:5173", "localhost:8000", False),
        ("http://127.0.0.1:8000", "localhost:8000", False),
        ("http://evil.example:8000", "localhost:8000", False),
        ("custom://localhost:8000", "localhost:8000", False),
        ("http://localhost:8000", "", False),
        ("http://localhost:8000", "localhost:port", False),
    ],
)
def test_in_development_the_page_may_be_of_the_same_host(
    origin: str, host: str, allowed: bool, settings: Settings
) -> None:
    settings.DEBUG = True
    assert is_allowed(origin, host) is allowed


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000", True),
        ("http://box.local:8000", "box.local:8000", True),
        ("http://192.168.1.5:8000", "192.168.1.5:8000", True),
        ("http://[fd00::5]:8000", "[fd00::5]:8000", True),
        ("http://192.168.1.5:8000", "box.local:8000", False),
        ("http://192.168.1.5:8001", "192.168.1.5:8000", False),
        ("http://evil.example", "192.168.1.5:8000", False),
    ],
)
def test_without_tls_and_without_origins_the_page_may_be_of_the_same_host(
    origin: str, host: str, allowed: bool, settings: Settings
) -> None:
    settings.ORIGINS, settings.TLS = [], False
    assert is_allowed(origin, host) is allowed
    settings.TLS = True
    assert not is_allowed(origin, host), "a site with TLS is known by its origins"
    settings.ORIGINS, settings.TLS = ORIGINS, False
    assert not is_allowed(origin, host), "and so is one that has named them"


@pytest.mark.django_db
class TestCalls:
    @pytest.fixture
    def hanako(self) -> User:
        return a_user("hanako")

    CREDENTIALS = {"username": "hanako", "password": PASSWORD}
    FOREIGN = {"Origin": "https://evil.example"}
    OURS = {"Origin": "https://chat.example.org"}

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("POST", "session/"),
            ("DELETE", "session/"),
            ("POST", "session/refresh/"),
            ("POST", "session/access/"),
            ("POST", "register/"),
            ("POST", "setup/"),
        ],
    )
    def test_what_a_cookie_authenticates_or_is_set_by_takes_a_page_of_ours(
        self, hanako: User, method: str, path: str
    ) -> None:
        api = Api()
        api.post("session/", self.CREDENTIALS)
        foreign = api.call(method, path, self.CREDENTIALS, headers=self.FOREIGN)
        assert foreign.refusal == (403, "origin_refused")
        assert not foreign.cookies
        assert Session.objects.get().revoked_at is None
        assert Session.objects.get().generation == 0

    def test_a_page_of_ours_may(self, hanako: User) -> None:
        api = Api()
        assert api.post("session/", self.CREDENTIALS, self.OURS).status == 200
        assert api.post("session/refresh/", None, self.OURS).status == 200
        assert api.delete("session/", self.OURS).status == 204

    def test_a_call_that_a_header_authenticates_may_come_from_anywhere(self, hanako: User) -> None:
        assert Api(hanako).call("GET", "me/", headers=self.FOREIGN).status == 200
