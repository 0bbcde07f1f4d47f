"""`make cluster` as somebody runs it who wants to see the whole of it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.servers.process import ROOT, Process, answers, family, free_port, wait_until


class MakeCluster(Process):
    start_seconds = 90
    stop_seconds = 40
    stop_signal = signal.SIGINT

    def __init__(self, state: Path, port: int, **variables: str) -> None:
        self.port = port
        environment = {**os.environ, "IRORI_STATE": str(state), "HOST": "127.0.0.1", "PORT": str(port), "WORKERS": "2"}
        command = [sys.executable, "-m", "tests.servers.make_cluster"]
        super().__init__(command, state, env={**environment, **variables})

    def ready(self) -> bool:
        return "  workers:" in self.log


@pytest.fixture
def state() -> Iterator[Path]:
    # Not in pytest's folder, which PostgreSQL's user must not enter.
    folder = Path(tempfile.mkdtemp(prefix="irori-cluster-"))
    # As `make run` leaves it.
    folder.chmod(0o700)
    (folder / "static").symlink_to(ROOT / "var" / "static")
    yield folder
    shutil.rmtree(folder)


def test_starts_ends_with_everything_it_started_and_starts_again(state: Path) -> None:
    first = MakeCluster(state, free_port()).start()
    assert re.search(r"with this code: [A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}", first.log)
    page = httpx.get(f"http://127.0.0.1:{first.port}/")
    assert page.status_code == 200
    setup = {"username": "hanako", "email": "h@example.org", "password": "warm hands by the fire", "room": "Hearth"}
    code = first.log.split("with this code: ")[1].split()[0]
    httpx.post(f"http://127.0.0.1:{first.port}/api/setup/", json={**setup, "code": code}).raise_for_status()
    started = family(first.pid)
    assert len(started) > 6
    assert first.stop() == 0
    assert "Traceback" not in first.log
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in started), what="all of them to be gone")
    assert not answers(first.port)
    first.log_file.unlink()

    with MakeCluster(state, first.port) as second:
        assert "with this code" not in second.log, "what was kept is there again"


def refused(state: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """A start that fails before anything is started."""
    cluster = MakeCluster(state, free_port(), **variables)
    return subprocess.run(cluster.command, cwd=ROOT, env=cluster.env, capture_output=True, text=True, timeout=60)


def test_says_that_a_port_is_taken(state: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = refused(state, PORT=str(port))
    assert done.returncode == 1
    assert f"Something listens on port {port} already" in done.stderr


def test_says_what_to_install(state: Path) -> None:
    """redis-server is found by the PATH alone."""
    done = refused(state, PATH=str(state))
    assert done.returncode == 1
    assert re.search(r"is missing: install it \(Debian and Ubuntu: apt install [a-z-]+\)", done.stderr)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("variable", ["PORT", "WORKERS"])
def test_says_what_must_be_a_number(variable: str, state: Path) -> None:
    done = refused(state, **{variable: "many"})
    assert done.returncode == 1
    assert f"{variable} must be a number" in done.stderr
