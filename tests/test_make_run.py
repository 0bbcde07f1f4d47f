"""`make run` as a stranger runs it: on nothing but the files that are committed."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from tests.servers.process import ROOT, Process, free_port

WORK = ("Installing", "Building")


class MakeRun(Process):
    start_seconds = 500  # the first one installs everything
    stop_signal = signal.SIGINT

    def __init__(self, checkout: Path, port: int) -> None:
        self.port = port
        settings = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "IRORI_"))}
        super().__init__(["make", "run"], checkout.parent, cwd=checkout, env={**settings, "PORT": str(port)})

    def ready(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/healthz").status_code == 200
        except httpx.TransportError:
            return False


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


@pytest.mark.timeout(900)
def test_from_nothing_then_again_then_where_the_port_is_taken(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    staged = git(checkout, "status", "--porcelain")

    first = MakeRun(checkout, free_port()).start()
    page = httpx.get(f"http://127.0.0.1:{first.port}/")
    assert page.status_code == 200
    assert '<div id="root">' in page.text
    assert_ends_quietly(first)
    assert all(step in first.log for step in WORK), first.log
    assert git(checkout, "status", "--porcelain") == staged, "it left files that git does not ignore"
    first.log_file.unlink()

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


def assert_ends_quietly(site: MakeRun) -> None:
    """Ctrl-C: make dies of the signal, as the shell expects, and nobody complains."""
    assert site.stop() == -signal.SIGINT
    assert "Traceback" not in site.log
    assert "***" not in site.log


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout
