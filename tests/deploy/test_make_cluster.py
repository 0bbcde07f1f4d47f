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
import psycopg
import pytest
import redis

from lab.programs.postgres import Postgres
from lab.servers.process import PATIENCE_SECONDS, ROOT, Process, answers, family, free_port, wait_until


class MakeCluster(Process):
    stop_seconds = 120
    stop_signal = signal.SIGINT

    def __init__(self, state: Path, port: int, **variables: str) -> None:
        self.port = port
        environment = {**os.environ, "IRORI_STATE": str(state), "HOST": "127.0.0.1", "PORT": str(port), "WORKERS": "2"}
        command = [sys.executable, "-m", "lab.servers.make_cluster"]
        super().__init__(command, state, env={**environment, **variables})

    def ready(self) -> bool:
        return "  workers:" in self.log


def command_lines(pid: int) -> str:
    """Of all its processes, as everybody on the machine may read them."""
    return " ".join(Path(f"/proc/{each}/cmdline").read_text(errors="replace") for each in family(pid))


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


def test_nobody_else_on_the_machine_gets_in(state: Path) -> None:
    """PostgreSQL and Redis listen where everybody with an account here can connect."""
    # Nor may anybody else look into the state, though PostgreSQL is somebody else where root starts it.
    state.chmod(0o700)
    with MakeCluster(state, free_port()) as cluster:
        postgres, redis_server = listening(cluster.pid, "postgres"), listening(cluster.pid, "redis-server")
        for credentials in ("", "postgres@", "postgres:@", "postgres:postgres@", "irori@"):
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(f"postgres://{credentials}127.0.0.1:{postgres}/irori", connect_timeout=5)
        for credentials in ("", ":@", ":irori@", "default:default@"):
            client = redis.Redis.from_url(f"redis://{credentials}127.0.0.1:{redis_server}/0")
            with client, pytest.raises(redis.AuthenticationError):
                client.get("anything")
        passwords = [state / "cluster" / "postgres" / "password", state / "cluster" / "redis" / "redis.conf"]
        assert [oct(file.stat().st_mode & 0o777) for file in passwords] == ["0o600"] * 2
        assert passwords[0].read_text() not in command_lines(cluster.pid) + cluster.log
        assert (
            re.findall(r"requirepass (\S{32})", passwords[1].read_text())[0]
            not in command_lines(cluster.pid) + cluster.log
        )
    assert oct(state.stat().st_mode & 0o777) == "0o700"


def listening(pid: int, program: str) -> int:
    """The port on which one of its processes listens."""
    for each in family(pid):
        if Path(f"/proc/{each}/comm").read_text().strip() == program:
            inodes = {
                os.readlink(file)[8:-1] for file in Path(f"/proc/{each}/fd").iterdir() if "socket:" in os.readlink(file)
            }
            rows = (row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:])
            ports = [int(row[1].split(":")[1], 16) for row in rows if row[3] == "0A" and row[9] in inodes]
            if ports:
                return ports[0]
    raise LookupError(program)


def test_a_database_from_before_gets_a_password(tmp_path: Path) -> None:
    folder = Path(tempfile.mkdtemp(prefix="irori-postgres-"))
    try:
        with Postgres(folder) as server:
            database = server.create_database("kept")
        server.password_file.unlink()
        (server.data / "pg_hba.conf").write_text("host all all 127.0.0.1/32 trust\n")
        with Postgres(folder) as again:
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(f"postgres://postgres@127.0.0.1:{again.port}/kept")
            psycopg.connect(again.keep_database("kept")).close()
            assert again.database_url("kept") != database
    finally:
        shutil.rmtree(folder)


def refused(state: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """A start that fails before anything is started."""
    cluster = MakeCluster(state, free_port(), **variables)
    return subprocess.run(
        cluster.command, cwd=ROOT, env=cluster.env, capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )


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
