"""What the settings come to: with nothing set, on a home network, on the internet, and for developing."""

import json
import socket
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from core import machine
from tests.core.test_environment import GOOD_SECRET, start

SHOW = """
import json
from config import settings
names = "DEBUG ALLOWED_HOSTS ORIGINS TLS REGISTRATION SENDS_MAIL RATES ACCOUNT_RATES SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE"
with_tls = {"HSTS": "SECURE_HSTS_SECONDS", "REDIRECT": "SECURE_SSL_REDIRECT"}
shown = {name: getattr(settings, name) for name in names.split()}
print(json.dumps({**shown, **{short: getattr(settings, name, False) for short, name in with_tls.items()}}))
"""
INTERNET = {"ALLOWED_HOSTS": "chat.example.org"}


def settings(folder: Path, **variables: str) -> dict[str, Any]:
    done = start(folder, "-c", SHOW, **variables)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


class TestWithNothingSet:
    def test_it_is_the_safe_site_for_this_machine(self, tmp_path: Path) -> None:
        found = settings(tmp_path)
        assert not found["DEBUG"]
        assert found["ALLOWED_HOSTS"] == [".localhost", "127.0.0.1", "[::1]"]
        assert (found["REGISTRATION"], found["SENDS_MAIL"]) == ("invitation", False)
        assert (found["TLS"], found["HSTS"], found["REDIRECT"], found["SESSION_COOKIE_SECURE"]) == (
            False,
            0,
            False,
            False,
        )
        assert (found["RATES"]["sign_in"], found["ACCOUNT_RATES"]["change"]["anywhere"]) == ("30/min", "60/10s")

    def test_its_secrets_are_kept_and_are_its_owners(self, tmp_path: Path) -> None:
        folder = tmp_path / "deep" / "state"
        settings(folder)
        kept = {name: (folder / name).read_text() for name in ("secret_key", "signing_key")}
        assert all(len(secret) >= 50 for secret in kept.values())
        assert modes(folder) == {".": 0o700, "secret_key": 0o600, "signing_key": 0o600, "told": 0o600}
        settings(folder)
        assert kept == {name: (folder / name).read_text() for name in kept}

    def test_so_is_its_database(self, tmp_path: Path) -> None:
        folder = tmp_path / "state"
        done = start(folder, "manage.py", "migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr
        assert modes(folder)["irori.sqlite3"] == 0o600
        assert {mode for name, mode in modes(folder).items() if name != "."} == {0o600}

    def test_what_is_open_from_before_is_closed(self, tmp_path: Path) -> None:
        folder = tmp_path / "state"
        folder.mkdir(mode=0o755)
        files = ["secret_key", "irori.sqlite3", "irori.sqlite3-wal", "irori.sqlite3-shm"]
        for name in files:
            (folder / name).touch()
            (folder / name).chmod(0o644)
        (folder / "secret_key").write_text(GOOD_SECRET)
        done = start(folder, "manage.py", "migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr
        assert {mode for name, mode in modes(folder).items() if name != "."} == {0o600}
        assert modes(folder)["."] == 0o700

    def test_what_sqlite_keeps_beside_it_is_closed_while_it_is_open(self, tmp_path: Path) -> None:
        look = (
            "import django, pathlib; django.setup()\n"
            "from django.conf import settings\n"
            "from accounts.models import User\n"
            "User.objects.create_user('hanako')\n"
            "print(sorted((each.name, oct(each.stat().st_mode & 0o777)) for each in pathlib.Path(settings.STATE_DIR).glob('irori*')))"
        )
        start(tmp_path, "manage.py", "migrate", "--verbosity", "0")
        done = start(tmp_path, "-c", look, DJANGO_SETTINGS_MODULE="config.settings")
        assert done.stdout.count("0o600") == 3, done.stdout + done.stderr

    def test_a_folder_that_everybody_uses_is_not_closed_to_them(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o1777)
        settings(tmp_path)
        assert modes(tmp_path)["."] == 0o1777
        assert modes(tmp_path)["secret_key"] == 0o600

    def test_systemd_decides_who_enters_the_folder_it_made(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o755)
        settings(tmp_path, STATE_DIRECTORY=str(tmp_path))
        assert modes(tmp_path)["."] == 0o755

    def test_static_files_can_be_read_by_another_user(self, tmp_path: Path) -> None:
        """nginx serves them, where a site keeps nothing private beside them."""
        set_up = {"SECRET_KEY": GOOD_SECRET, "SIGNING_KEY": GOOD_SECRET[::-1], **INTERNET}
        few = [part for name in ("app", "drf*", "rest*", "js") for part in ("--ignore", name)]
        done = start(tmp_path, "manage.py", "collectstatic", "--no-input", "--verbosity", "0", *few, **set_up)
        assert done.returncode == 0, done.stderr
        assert {path.name for path in tmp_path.iterdir()} == {"static"}
        for path in (tmp_path / "static").rglob("*"):
            assert path.stat().st_mode & (0o005 if path.is_dir() else 0o004), path

    def test_it_passes_its_checks(self, tmp_path: Path) -> None:
        done = start(tmp_path, "manage.py", "check")
        assert done.returncode == 0, done.stderr


class TestOnANetwork:
    @pytest.mark.parametrize("host", ["0.0.0.0", "::"])
    def test_it_answers_to_the_names_and_addresses_of_this_machine(self, host: str, tmp_path: Path) -> None:
        found = settings(tmp_path, HOST=host)
        assert {".localhost", "127.0.0.1", "[::1]", *machine.host_names()} <= set(found["ALLOWED_HOSTS"])
        assert set(addresses_by_hostname()) <= set(found["ALLOWED_HOSTS"])
        assert "*" not in found["ALLOWED_HOSTS"]
        assert (found["TLS"], found["ORIGINS"], found["REGISTRATION"]) == (False, [], "invitation")

    def test_at_one_address_it_answers_to_that(self, tmp_path: Path) -> None:
        found = settings(tmp_path, HOST="192.168.178.20")
        assert "192.168.178.20" in found["ALLOWED_HOSTS"]
        assert "[fe80::1]" in settings(tmp_path, HOST="fe80::1%eth0")["ALLOWED_HOSTS"]

    def test_the_name_that_a_shell_exports_opens_nothing(self, tmp_path: Path) -> None:
        """tcsh sets HOST, to the name of the machine, and HOSTTYPE; a worker of several machines has the first alone."""
        name = socket.gethostname()
        of_shell = settings(tmp_path, HOST=name, HOSTTYPE="x86_64-linux")
        assert of_shell["ALLOWED_HOSTS"] == settings(tmp_path)["ALLOWED_HOSTS"]
        assert name.lower() in settings(tmp_path, HOST=name)["ALLOWED_HOSTS"]
        assert "192.0.2.7" in settings(tmp_path, HOST="192.0.2.7", HOSTTYPE="x86_64-linux")["ALLOWED_HOSTS"]


class TestOnTheInternet:
    def test_a_name_is_enough(self, tmp_path: Path) -> None:
        found = settings(tmp_path, **INTERNET)
        assert (found["ALLOWED_HOSTS"], found["ORIGINS"]) == (["chat.example.org"], ["https://chat.example.org"])
        assert (found["TLS"], found["REDIRECT"], found["SESSION_COOKIE_SECURE"], found["CSRF_COOKIE_SECURE"]) == (
            True,
        ) * 4
        assert found["HSTS"] > 0
        assert (found["DEBUG"], found["REGISTRATION"]) == (False, "invitation")

    def test_an_origin_names_it_as_well(self, tmp_path: Path) -> None:
        found = settings(tmp_path, ORIGINS="https://chat.example.org")
        assert "chat.example.org" in found["ALLOWED_HOSTS"]
        assert (found["TLS"], found["ORIGINS"]) == (True, ["https://chat.example.org"])

    def test_names_of_this_machine_alone_do_not(self, tmp_path: Path) -> None:
        assert not settings(tmp_path, ALLOWED_HOSTS="localhost,127.0.0.1,[::1]")["TLS"]

    def test_without_tls_pages_of_the_same_host_may_speak_to_it(self, tmp_path: Path) -> None:
        assert settings(tmp_path, TLS="0", **INTERNET)["ORIGINS"] == []


class TestForDeveloping:
    def test_it_is_wide(self, tmp_path: Path) -> None:
        found = settings(tmp_path, DEBUG="1")
        assert (found["REGISTRATION"], found["SENDS_MAIL"], found["TLS"]) == ("open", True, False)
        rates = [
            *found["RATES"].values(),
            *(rate for each in found["ACCOUNT_RATES"].values() for rate in each.values()),
        ]
        assert set(rates) == {"10000000/min"}

    def test_so_it_is_without_debug_by_one_setting(self, tmp_path: Path) -> None:
        found = settings(tmp_path, LIMITS="wide", RATE_MAIL="5/hour")
        assert (found["DEBUG"], found["REGISTRATION"]) == (False, "invitation")
        assert (found["RATES"]["sign_in"], found["RATES"]["mail"]) == ("10000000/min", "5/hour")

    @pytest.mark.parametrize(
        ("name", "url", "there"),
        [
            ("DATABASE_URL", "postgres://irori:embers@db.example.org/irori", "db.example.org"),
            ("DATABASE_URL", "postgres://irori:embers@127.0.0.1/irori?host=10.0.0.5", "10.0.0.5"),
            ("DATABASE_URL", "postgres://irori:embers@127.0.0.1/irori?hostaddr=10.0.0.5", "10.0.0.5"),
            ("REDIS_URL", "redis://:embers@10.0.0.6:6379/0", "10.0.0.6"),
            ("REDIS_URL", "redis://127.0.0.1, redis://:embers@10.0.0.6", "10.0.0.6"),
            ("REDIS_URL", "redis+sentinel://:embers@127.0.0.1,10.0.0.6/name", "10.0.0.6"),
            ("REDIS_URL", "redis+cluster://:embers@10.0.0.6", "10.0.0.6"),
        ],
    )
    def test_it_takes_no_data_of_another_machine(self, name: str, url: str, there: str, tmp_path: Path) -> None:
        done = start(tmp_path, "manage.py", "check", **{name: url}, DEBUG="1")
        assert done.returncode != 0
        assert f"DEBUG is on, and {name} leads to {there}." in done.stderr
        assert "embers" not in done.stderr

    @pytest.mark.parametrize(
        ("name", "url"),
        [
            ("DATABASE_URL", "postgres://irori@localhost/irori"),
            ("DATABASE_URL", "postgres:///irori?host=/run/postgresql"),
            ("REDIS_URL", "redis://[::1]:6379/0"),
            ("REDIS_URL", "unix:///run/redis.sock"),
        ],
    )
    def test_it_takes_those_of_this_one(self, name: str, url: str, tmp_path: Path) -> None:
        done = start(tmp_path, "manage.py", "check", **{name: url}, DEBUG="1")
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.8.8.8",
        "localhost",
        "LOCALHOST",
        "a.localhost",
        ".localhost",
        "::1",
        "[::1]",
        "::ffff:127.0.0.1",
    ],
)
def test_a_name_of_this_machine_alone(host: str) -> None:
    assert machine.is_loopback(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "0.0.0.0",
        "::",
        "*",
        "192.168.1.5",
        "localhost.example.org",
        "notlocalhost",
        "127.0.0.1.example.org",
        "fe80::1%lo",
    ],
)
def test_a_name_that_others_know(host: str) -> None:
    assert not machine.is_loopback(host)


def modes(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}


def addresses_by_hostname() -> list[str]:
    """What another program says this machine's addresses are, as URLs have them."""
    found = subprocess.run(["hostname", "--all-ip-addresses"], capture_output=True, text=True, check=True).stdout
    return [f"[{address}]" if ":" in address else address for address in found.split()]
