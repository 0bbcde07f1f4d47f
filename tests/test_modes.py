"""In whichever mode a site runs, and whatever Host, path, method or body comes: no secret, no setting, and no traceback to a stranger."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest

from core import machine
from lab.clients import raw_http
from lab.programs.postgres import Postgres
from lab.programs.redis import Redis
from lab.servers.process import ROOT, free_port
from lab.servers.site import Site
from tests.core.test_environment import start

SECRETS = {
    "SECRET_KEY": "secret-key-glimmer-0123456789-abcdefghijkl",
    "SIGNING_KEY": "signing-key-glimmer-0123456789-abcdefghijk",
    "EMAIL_HOST_PASSWORD": "mail-glimmer-0123456789",
}
DATABASE_PASSWORD, REDIS_PASSWORD = "database-glimmer-0123", "redis-glimmer-0123"
# Names of settings, and what Django's page for developers is recognised by.
GIVEN_AWAY = (
    "glimmer",
    "DATABASE_URL",
    "CHANNEL_LAYERS",
    "ALLOWED_HOSTS = ",
    "INSTALLED_APPS",
    "settings.py",
    "sys.path",
)
TRACEBACK = ("Traceback", "traceback", 'File "/', "site-packages", "DEBUG")


@dataclass(frozen=True)
class Mode:
    name: str
    env: dict[str, str]
    command: tuple[str, ...] = ("serve",)
    from_outside: bool = False


MODES = [
    Mode("run", {}),
    Mode("network", {"HOST": "0.0.0.0"}, from_outside=True),
    Mode("dev", {"DEBUG": "1"}, ("runserver", "--noreload")),
    Mode("dev, served", {"DEBUG": "1"}),
]
FOREIGN = [
    "evil.example",
    "127.0.0.1.evil.example",
    "evil.example:80",
    "192.168.255.254",
    "[::ffff:1.2.3.4]",
    "*",
    "@",
    "x" * 3000,
]
# A program may say none.
OWN = ["127.0.0.1", "localhost:1", "a.localhost", None]
PATHS = [
    "/",
    "/api/me/",
    "/api/schema/",
    "/api/schema/?format=x",
    "/api/docs/",
    "/api/rooms/?cursor=cD1hYmM=",
    "/api/nowhere/",
    "/admin/",
    "/admin/login/?next=//evil.example",
    "/admin/nowhere/",
    "/static/../config/settings.py",
    "/static/%2e%2e/secret_key",
    "/.env",
    "/%00",
    "/%ff%fe",
    "/ws/chat/",
    "/readyz",
    "http://evil.example/",
    "*",
]
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW"]
CALLS = [*product(("GET", "POST"), PATHS), *((method, "/api/me/") for method in METHODS)]
BODIES = [
    (b"{", "application/json"),
    (b"[" * 5000, "application/json"),
    (b"\xff\xfe\x00", "text/plain"),
    (b"a=" * 3000, "multipart/form-data"),
]


class LockedRedis(Redis):
    """With a password that must not come to light."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, requirepass=REDIS_PASSWORD)

    @property
    def url(self) -> str:
        return f"redis://:{REDIS_PASSWORD}@127.0.0.1:{self.port}/0"


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    with LockedRedis(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(scope="module", params=MODES, ids=lambda mode: mode.name)
def served(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgres_server: Postgres,
    redis: Redis,
) -> Iterator[tuple[Site, Mode]]:
    mode: Mode = request.param
    database = postgres_server.create_database(f"mode_{MODES.index(mode)}")
    site = Site(
        tmp_path_factory.mktemp("mode"),
        database_url=database.replace("postgres@", f"postgres:{DATABASE_PASSWORD}@"),
        redis_url=redis.url,
        env={**SECRETS, **mode.env, "REGISTRATION": "", "LIMITS": ""},
    )
    if mode.command[0] == "runserver":
        site.command = [sys.executable, "manage.py", *mode.command, f"127.0.0.1:{site.port}"]
    with site:
        yield site, mode


@pytest.fixture
def site(served: tuple[Site, Mode]) -> Site:
    return served[0]


@pytest.fixture
def addresses(served: tuple[Site, Mode]) -> list[str]:
    """By which strangers reach it: this machine's on the network, where it listens there."""
    others = [str(each) for each in machine.addresses() if each.version == 4 and not each.is_loopback]
    return ["127.0.0.1", *(others[:1] if served[1].from_outside else [])]


def expect_nothing_given_away(
    answer: raw_http.Raw, asked: object, words: tuple[str, ...] = (*GIVEN_AWAY, *TRACEBACK)
) -> None:
    found = [word for word in words if word in answer.head + answer.body]
    assert not found, (asked, found, answer.status, answer.body[:300])


@pytest.mark.parametrize("host", FOREIGN, ids=lambda host: str(host)[:30])
def test_a_foreign_host_is_told_nothing_but_that(site: Site, addresses: list[str], host: str) -> None:
    for (method, path), at in product(CALLS, addresses):
        answer = raw_http.ask(site.port, raw_http.request(method, path, host=host), at=at)
        expect_nothing_given_away(answer, (host, path, method))
        if path != "/readyz":
            assert answer.status in (400, 404, 405, 413, 501), (host, path, method, answer)


@pytest.mark.parametrize("host", [*FOREIGN[:3], *OWN[:3]])
def test_nor_does_a_body_bring_anything_to_light(site: Site, addresses: list[str], host: str) -> None:
    for path, (body, content_type), at in product(
        ("/", "/api/session/", "/api/setup/", "/admin/login/"), BODIES, addresses
    ):
        answer = raw_http.ask(
            site.port, raw_http.request("POST", path, host=host, body=body, content_type=content_type), at=at
        )
        expect_nothing_given_away(answer, (host, path, body[:10]), GIVEN_AWAY)
        assert answer.status >= 400


@pytest.mark.parametrize("host", OWN)
def test_a_host_of_ours_is_told_no_secret(served: tuple[Site, Mode], host: str | None) -> None:
    site, mode = served
    for method, path in CALLS:
        answer = raw_http.ask(site.port, raw_http.request(method, path, host=host))
        documented = path.startswith("/api/schema")
        words = ("glimmer",) if documented or mode.env.get("DEBUG") else (*GIVEN_AWAY, *TRACEBACK)
        expect_nothing_given_away(answer, (path, method), words)


def test_no_socket_opens_for_another_name(site: Site, addresses: list[str]) -> None:
    for host, at in product([*FOREIGN, "localhost.evil.example"], addresses):
        answer = raw_http.ask(site.port, raw_http.upgrade(host=host, origin=f"http://{host}"), at=at)
        assert answer.status == 400, (host, answer)
        expect_nothing_given_away(answer, host)


def test_what_a_proxy_claims_about_the_host_changes_nothing(site: Site) -> None:
    for header in ("X_Forwarded_Host", "X_Host", "Forwarded", "X_Original_URL"):
        asked = raw_http.request("GET", "/api/site/", host="evil.example", **{header: "127.0.0.1"})  # type: ignore[arg-type]
        answer = raw_http.ask(site.port, asked)
        assert answer.status == 400


def test_its_log_holds_no_secret(site: Site) -> None:
    assert "glimmer" not in site.log


class TestDebugListensOnLoopbackAlone:
    @pytest.mark.parametrize(
        ("way", "host"),
        [
            *product(("environment", "option"), ("0.0.0.0", "::", "192.168.1.5", "box.local")),
            *product(("runserver",), ("0.0.0.0", "::", "192.168.1.5")),
        ],
    )
    def test_other_addresses_are_refused(self, way: str, host: str, tmp_path: Path) -> None:
        command = {
            "environment": ["serve"],
            "option": ["serve", "--host", host],
            "runserver": ["runserver", f"[{host}]:8000" if ":" in host else f"{host}:8000"],
        }
        done = start(tmp_path, "manage.py", *command[way], DEBUG="1", HOST=host if way == "environment" else "")
        assert done.returncode != 0
        assert (
            f"DEBUG is on, which is for developing on this machine alone: it does not listen at {host}." in done.stderr
        )
        assert f"HOST={host} make run" in done.stderr

    def test_a_socket_that_a_supervisor_opened_is_looked_at(self, tmp_path: Path) -> None:
        program = (
            "import os, socket, sys\n"
            "opened = socket.create_server(('0.0.0.0', 0))\n"
            "os.set_inheritable(opened.fileno(), True)\n"
            "os.execv(sys.executable, [sys.executable, 'manage.py', 'serve', '--fd', str(opened.fileno())])"
        )
        done = start(tmp_path, "-c", program, DEBUG="1")
        assert done.returncode != 0
        assert "it does not listen at 0.0.0.0" in done.stderr

    def test_make_dev_says_so(self, tmp_path: Path) -> None:
        done = subprocess.run(
            ["make", "--dry-run", "dev", "HOST=0.0.0.0", f"PORT={free_port()}"],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert "runserver 0.0.0.0:" in done.stdout
