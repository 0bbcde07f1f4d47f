"""`make run` as a stranger runs it: on nothing but the files that are committed."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Self

import httpx
import pytest

from core import machine
from lab.clients.person import profile
from lab.servers import probe
from lab.servers.process import ROOT, Process, free_port, wait_until

WORK = ("Installing", "Building")


class MakeRun(Process):
    start_seconds = 500  # the first one installs everything
    stop_signal = signal.SIGINT

    def __init__(self, checkout: Path, port: int, target: str = "run", **variables: str) -> None:
        self.port = port
        settings = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "IRORI_"))}
        super().__init__(
            ["make", target], checkout.parent, cwd=checkout, env={**settings, "PORT": str(port), **variables}
        )

    def start(self) -> Self:
        self.log_file.unlink(missing_ok=True)
        return super().start()

    def ready(self) -> bool:
        return probe.status(self.port) == 200


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The tree as it would be committed now, in a repository of its own."""
    folder = tmp_path / "irori"
    files = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(lambda name: name and (ROOT / name).exists(), files):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    git(folder, "init")
    git(folder, "add", "--all")
    return folder


@pytest.mark.long
@pytest.mark.timeout(900)
def test_from_nothing_then_again_then_where_the_port_is_taken(  # one test: the first start takes minutes
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    staged = git(checkout, "status", "--porcelain")

    first = MakeRun(checkout, free_port()).start()
    page = httpx.get(f"http://127.0.0.1:{first.port}/")
    assert page.status_code == 200
    assert '<div id="root">' in page.text
    expect_safe(first, checkout / "var")
    assert_ends_quietly(first)
    assert all(step in first.log for step in WORK), first.log
    assert git(checkout, "status", "--porcelain") == staged, "it left files that git does not ignore"

    begun = time.monotonic()
    second = MakeRun(checkout, free_port()).start()
    with capsys.disabled():
        print(f"\nThe second make run served after {time.monotonic() - begun:.1f} s.")
    assert not any(step in second.log for step in WORK), second.log

    third = subprocess.run(
        second.command,
        cwd=checkout,
        env=second.env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert third.returncode != 0
    assert str(second.port) in third.stderr
    assert "Traceback" not in third.stdout + third.stderr
    assert_ends_quietly(second)

    expect_a_network(checkout)
    expect_developing(checkout)
    expect_a_demo(checkout)
    assert git(checkout, "status", "--porcelain") == staged


def expect_safe(site: MakeRun, state: Path) -> None:
    """What a stranger gets who is the first to find it, and what is kept."""
    url = f"http://127.0.0.1:{site.port}"
    rebound = httpx.get(f"{url}/", headers={"Host": "evil.example"})
    assert (rebound.status_code, rebound.json()["code"]) == (400, "invalid")
    assert not any((state / name).read_text() in rebound.text for name in ("secret_key", "signing_key"))
    first = httpx.post(f"{url}/api/register/", json=profile("stranger"))
    assert (first.status_code, first.json()["code"]) == (403, "setup_needed")
    expect_no_gigabyte(site.port)
    assert httpx.get(f"{url}/api/setup/").json() == {"needed": True}
    assert "with this code: " in site.log
    assert "Only this machine can open it" in site.log
    assert "has changed" not in site.log, "nothing was here before"
    assert "DEBUG" not in site.log

    form = {**profile("hanako"), "room": "Hearth", "code": code_in(site.log)}
    assert httpx.post(f"{url}/api/setup/", json=form).status_code == 201
    late = httpx.post(f"{url}/api/register/", json=profile("stranger"))
    assert (late.status_code, late.json()["code"]) == (403, "invitation_required")
    assert state.stat().st_mode & 0o777 == 0o700
    files = [path for path in state.iterdir() if path.is_file()]
    assert len(files) >= 4
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}, files


def expect_no_gigabyte(port: int) -> None:
    """A body of 1 GiB to any path is refused before much of it was taken."""
    block = b"x" * 2**20
    for path in (
        "/",
        "/api/session/",
        "/api/setup/",
        "/admin/login/",
        "/static/app/index.html",
        "/nowhere",
        "/ws/chat/",
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {2**30}\r\n\r\n".encode())
            sent = 0
            with contextlib.suppress(OSError):
                while sent < 2**30:
                    connection.sendall(block)
                    sent += len(block)
        # What the server takes, and what the kernels hold for it.
        assert sent < 64 * 2**20, (path, sent)


def expect_a_network(checkout: Path) -> None:
    (checkout / "var" / "told").unlink()  # as a folder from before would have none
    with MakeRun(checkout, free_port(), HOST="0.0.0.0") as site:
        others = [str(each) for each in machine.addresses() if each.version == 4 and not each.is_loopback]
        for host in ("127.0.0.1", *others):
            assert httpx.get(f"http://{host}:{site.port}/").status_code == 200
        assert "not encrypted" in site.log
        assert "has changed since" in site.log
    with MakeRun(checkout, free_port()) as again:
        assert "has changed" not in again.log


def expect_developing(checkout: Path) -> None:
    state = another_state(checkout, "dev")
    with MakeRun(checkout, free_port(), "dev", **state) as site:
        url = f"http://127.0.0.1:{site.port}"
        wait_until(lambda: "with this code: " in site.log, what="the code")
        assert httpx.post(f"{url}/api/register/", json=profile("stranger")).json()["code"] == "setup_needed"
        form = {**profile("hanako"), "room": "Hearth", "code": code_in(site.log)}
        assert httpx.post(f"{url}/api/setup/", json=form).status_code == 201
        assert httpx.post(f"{url}/api/register/", json=profile("kenji")).status_code == 201
        assert httpx.get(f"{url}/", headers={"Host": "evil.example"}).status_code == 400
        assert httpx.get(f"{url}/static/admin/css/base.css").status_code == 200
    done = make(checkout, "dev", HOST="0.0.0.0", **state)
    assert done.returncode != 0
    assert "DEBUG is on, which is for developing on this machine alone" in done.stderr


def expect_a_demo(checkout: Path) -> None:
    state = another_state(checkout, "demo")
    first, again = make(checkout, "demo", **state).stdout, make(checkout, "demo", **state).stdout
    password = first.split("with the password: ")[1].split()[0]
    assert password not in again
    assert "--new-password" in again
    with MakeRun(checkout, free_port(), **state) as site:
        signed_in = {"username": "hanako", "password": password}
        assert httpx.post(f"http://127.0.0.1:{site.port}/api/session/", json=signed_in).status_code == 200
        assert "with this code" not in site.log


def another_state(checkout: Path, name: str) -> dict[str, str]:
    """Of an empty site, with the static files that were collected for the first."""
    folder = checkout / "var" / name
    folder.mkdir()
    (folder / "static").symlink_to(checkout / "var" / "static")
    return {"IRORI_STATE": str(folder)}


def code_in(log: str) -> str:
    return log.split("with this code: ")[1].split()[0]


def make(checkout: Path, target: str, **variables: str) -> subprocess.CompletedProcess[str]:
    run = MakeRun(checkout, free_port(), target, **variables)
    return subprocess.run(run.command, cwd=checkout, env=run.env, capture_output=True, text=True, timeout=300)


def assert_ends_quietly(site: MakeRun) -> None:
    """Ctrl-C: make dies of the signal, as the shell expects, and nobody complains."""
    assert site.stop() == -signal.SIGINT
    assert "Traceback" not in site.log
    assert "***" not in site.log


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout
