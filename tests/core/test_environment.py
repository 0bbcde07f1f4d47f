"""What can be set, and what the site says when it is set wrongly."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from core.environment import Environment, kept_secret
from lab.servers.process import PATIENCE_SECONDS, ROOT
from tests.support.in_process import at_once

GOOD_SECRET = "q8Zk2vX0c5Lr7Yt1Wm4Nb6Jh3Gf9Ds-ApoUe_iTqVxKlMzRnBy"
PRODUCTION = {
    "SECRET_KEY": GOOD_SECRET,
    "SIGNING_KEY": GOOD_SECRET[::-1],
    "ALLOWED_HOSTS": "chat.example.org",
}


def start(folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    ours = ("DEBUG", "SECRET_KEY", "SIGNING_KEY", "ALLOWED_HOSTS", "DJANGO_SETTINGS_MODULE", "DATABASE_URL", "HOST")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    environment |= {"IRORI_STATE": str(folder), **variables}
    return subprocess.run(
        [sys.executable, "-W", "error", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("SECRET_KEY", "secret", "SECRET_KEY is too weak: set it to at least 32 random characters"),
        ("SIGNING_KEY", "abc" * 20, "SIGNING_KEY is too weak"),
        ("DEBUG", "maybe", "DEBUG must be on or off, not 'maybe'"),
        ("REGISTRATION", "sometimes", "REGISTRATION must be one of open, invitation, closed, not 'sometimes'"),
        ("LIMITS", "none", "LIMITS must be one of safe, wide, not 'none'"),
        ("PROXIES", "some", "PROXIES must be a whole number, not 'some'"),
    ],
)
def test_production_does_not_start_and_says_what_to_set(name: str, value: str, complaint: str, tmp_path: Path) -> None:
    done = start(tmp_path, "-c", "import config.settings", **{**PRODUCTION, name: value})
    assert done.returncode != 0
    assert complaint in done.stderr.splitlines()[-1]


def test_a_production_site_passes_the_deployment_checks(tmp_path: Path) -> None:
    done = start(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr
    # Those that ask for HSTS_SUBDOMAINS and HSTS_PRELOAD, which reach beyond this site.
    assert "no issues (2 silenced)" in done.stdout


@pytest.mark.parametrize("name", ["SECRET_KEY", "SIGNING_KEY"])
@pytest.mark.parametrize(
    "shared", [{"DATABASE_URL": "postgres://irori@127.0.0.1/irori"}, {"REDIS_URL": "redis://127.0.0.1:6379/0"}]
)
def test_what_several_workers_must_agree_on_is_not_made_up(name: str, shared: dict[str, str], tmp_path: Path) -> None:
    done = start(tmp_path, "-c", "import config.settings", **{**PRODUCTION, **shared, name: ""})
    assert done.returncode != 0
    complaint = done.stderr.splitlines()[-1]
    assert f"{name} is missing: set it to at least 32 random characters, the same for every worker" in complaint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", ["1", "true", "YES", " on "])
def test_a_flag_is_on(value: str) -> None:
    assert Environment({"TLS": value}).flag("TLS", default=False)


@pytest.mark.parametrize("value", ["0", "False", "no", "off"])
def test_a_flag_is_off(value: str) -> None:
    assert not Environment({"TLS": value}).flag("TLS", default=True)


@pytest.mark.parametrize("default", [True, False])
def test_an_empty_flag_is_its_default(default: bool) -> None:
    assert Environment({"TLS": " "}).flag("TLS", default=default) is default


def test_an_empty_variable_is_one_that_is_not_set() -> None:
    environment = Environment({"REDIS_URL": " ", "PROXIES": ""})
    assert environment.text("REDIS_URL", "default") == "default"
    assert environment.number("PROXIES", 3) == 3


def test_a_listing_is_separated_by_commas() -> None:
    assert Environment({"HOSTS": "a.example, b.example ,"}).listing("HOSTS") == ["a.example", "b.example"]


@pytest.mark.parametrize("secret", ["", "a" * 64, GOOD_SECRET[:31]])
def test_a_weak_secret_is_refused(secret: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"secrets\.token_urlsafe"):
        Environment({"SECRET_KEY": secret}).secret("SECRET_KEY")


def test_a_good_secret_is_taken() -> None:
    assert Environment({"SECRET_KEY": GOOD_SECRET}).secret("SECRET_KEY") == GOOD_SECRET


def test_a_kept_secret_is_made_once_and_is_only_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "state" / "secret_key"
    made = kept_secret(path)
    assert len(made) >= 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert kept_secret(path) == made
    assert list(path.parent.iterdir()) == [path]


def test_processes_that_start_together_agree_on_one_secret(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    assert len(set(at_once(*[lambda: kept_secret(path)] * 8))) == 1
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("variables", "header"),
    [
        ({}, "max-age=31536000"),
        ({"HSTS_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"}, "max-age=31536000; includeSubDomains; preload"),
    ],
)
def test_browsers_are_told_of_this_name_alone_unless_asked_otherwise(
    variables: dict[str, str], header: str, tmp_path: Path
) -> None:
    ask = (
        "from django.test import Client; "
        "print(Client().get('/rooms/1', secure=True, headers={'host': 'chat.example.org'})['Strict-Transport-Security'])"
    )
    (tmp_path / "static").mkdir()
    done = start(tmp_path, "manage.py", "shell", "--no-imports", "-c", ask, **PRODUCTION, **variables)
    assert done.stdout.strip() == header, done.stderr
