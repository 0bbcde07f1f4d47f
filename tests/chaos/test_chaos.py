"""A short run of the whole: nothing gets lost while servers die, and the checker would have seen it."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.chaos.faults import FAULTS
from tests.servers.process import ROOT, family, wait_until

pytestmark = pytest.mark.timeout(180)
LIMIT_SECONDS = 150


class Run(NamedTuple):
    code: int
    said: str
    found: dict[str, Any]


def chaos(folder: Path, *options: str) -> Run:
    out = folder / "chaos.json"
    command = [sys.executable, "-m", "tests.chaos", "--size", "tiny", "--out", str(out), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT_SECONDS)
    assert out.exists(), done.stderr
    return Run(done.returncode, done.stdout, json.loads(out.read_text()))


def test_nothing_is_lost_doubled_or_out_of_order_whatever_dies(tmp_path: Path) -> None:
    run = chaos(tmp_path)
    assert run.code == 0, run.said
    assert run.found["lost"] == run.found["doubled"] == run.found["out_of_order"] == 0
    assert run.found["foreign"] == run.found["unsettled"] == 0
    assert run.found["sent"] == run.found["acknowledged"] + sum(run.found["refused"].values()) > 100
    assert run.found["edited_or_deleted"] > 10
    assert [fault["name"] for fault in run.found["faults"]] == [fault.name for fault in FAULTS]
    assert run.found["longest_silence_s"] > 0
    assert str(run.found["seed"]) in run.said


def test_clients_that_do_not_catch_up_lose_messages(tmp_path: Path) -> None:
    run = chaos(tmp_path, "--no-catch-up", "--only", "killed")
    assert run.code == 1
    assert run.found["lost"] > 0
    assert "is not shown" in run.said


def test_ended_early_it_leaves_nothing_running(tmp_path: Path) -> None:
    with begun(["--size", "tiny", "--out", str(tmp_path / "chaos.json")]) as process:
        assert process.stdout is not None
        while "through nginx" not in process.stdout.readline():
            assert process.poll() is None
        servers = family(process.pid)[1:]
        assert len(servers) > 5
        process.send_signal(signal.SIGINT)
        assert process.wait(60) != 0
    wait_until(lambda: not any(map(is_alive, servers)), what="every server to be gone")


@contextmanager
def begun(options: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.chaos", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()
