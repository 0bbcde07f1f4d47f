"""A second process that serves the same site without Redis."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from core import serving_alone
from lab.programs.redis import Redis
from lab.servers.process import ROOT, free_port
from lab.servers.settings import KEYS
from lab.servers.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Site(tmp_path) as site:
        yield site


def serve_too(site: Site, **env: str) -> subprocess.Popen[str]:
    command = [sys.executable, "manage.py", "serve"]
    variables = {**site.env, "PORT": str(free_port()), **env}
    return subprocess.Popen(
        command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def served(other: subprocess.Popen[str]) -> bool:
    """Whether it says that it serves, before it ends."""
    assert other.stdout is not None
    return any("http://" in line for line in other.stdout)


def end(other: subprocess.Popen[str]) -> None:
    other.terminate()
    other.communicate(timeout=60)


def test_it_is_refused_and_says_what_to_do(site: Site) -> None:
    other = serve_too(site)
    said, _ = other.communicate(timeout=120)
    assert other.returncode == 1
    assert "Another process serves this site" in said
    assert "set REDIS_URL" in said
    assert "Traceback" not in said
    assert site.ready()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_what_root_has_served_once_its_owner_serves(tmp_path: Path, settings: Settings) -> None:
    os.chown(tmp_path, 65534, 65534)
    settings.STATE_DIR, settings.REDIS_URL = tmp_path, ""
    try:
        serving_alone.expect(0)
        assert (tmp_path / "served.lock").stat().st_uid == 65534
    finally:
        os.close(serving_alone._held.pop())


def test_it_serves_once_the_first_was_killed(site: Site) -> None:
    other = serve_too(site)
    killing = threading.Timer(0.5, site.kill)
    killing.start()
    try:
        assert served(other)
    finally:
        killing.join()
        end(other)


def test_with_redis_there_may_be_many(site: Site, tmp_path: Path) -> None:
    with Redis(tmp_path) as redis:
        other = serve_too(site, REDIS_URL=redis.url, **KEYS)
        try:
            assert served(other)
        finally:
            end(other)
