"""A short run of the whole: nothing gets lost while servers die, and the checker would have seen it."""

import itertools
import json
import math
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from lab.chaos.checks.anomalies import SUMS, Anomaly
from lab.chaos.faults.catalogue import FAULTS, planned
from lab.chaos.plan import PLANS
from lab.chaos.run import mark
from lab.chaos.schedule import steps
from lab.servers.process import ROOT, family, wait_until

pytestmark = [pytest.mark.timeout(400), pytest.mark.long]
PROMISED_SECONDS = 175
LIMIT_SECONDS = 375


class Run(NamedTuple):
    code: int
    said: str
    found: dict[str, Any]


def chaos(folder: Path, *options: str, seconds: float = LIMIT_SECONDS) -> Run:
    out = folder / "chaos.json"
    command = [sys.executable, "-m", "lab.chaos", "--size", "quick", "--out", str(out), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=seconds)
    assert out.exists(), done.stderr
    return Run(done.returncode, done.stdout, json.loads(out.read_text()))


@pytest.mark.timed
def test_nothing_is_lost_doubled_or_out_of_order_whatever_dies(tmp_path: Path) -> None:
    """The seed, which it says, decides which third of the faults."""
    run = chaos(tmp_path, seconds=PROMISED_SECONDS)
    assert run.code == 0, run.said
    assert [run.found[anomaly] for anomaly in (*Anomaly, *SUMS)] == [0] * (len(Anomaly) + len(SUMS)), run.said
    assert run.found["sent"] == run.found["acknowledged"] + sum(run.found["refused"].values()) > 100
    done = ("edited_or_deleted", "own_state_changed", "memberships_moved", "files_uploaded", "searches", "inbox_items")
    assert min(run.found[what] for what in done) > 5
    plan = replace(PLANS["quick"], seed=run.found["seed"])
    assert [fault["name"] for fault in run.found["faults"]] == [fault.name for fault in planned(plan)]
    assert run.found["planned"] == mark(plan)
    assert run.found["longest_silence_s"] > 0
    assert str(run.found["seed"]) in run.said


def test_equal_seeds_plan_the_same_and_others_something_else() -> None:
    first, again, other = (replace(PLANS["quick"], seed=seed) for seed in (7, 7, 8))
    assert mark(first) == mark(again) != mark(other)
    assert list(itertools.islice(steps(7, 3, 1.0), 100)) == list(itertools.islice(steps(7, 3, 1.0), 100))
    assert planned(first) == planned(again) != planned(other)


def test_a_whole_run_has_every_fault_and_a_quick_one_a_third() -> None:
    assert sorted(fault.name for fault in planned(PLANS["full"])) == sorted(fault.name for fault in FAULTS)
    assert len(planned(PLANS["quick"])) == math.ceil(len(FAULTS) / 3)
    seen = {fault.name for seed in range(50) for fault in planned(replace(PLANS["quick"], seed=seed))}
    assert seen == {fault.name for fault in FAULTS}


def test_clients_that_do_not_catch_up_lose_messages(tmp_path: Path) -> None:
    run = chaos(tmp_path, "--no-catch-up", "--only", "a worker is killed")
    assert run.code == 1
    assert run.found["lost"] > 0
    assert "is not shown" in run.said


def test_ended_early_it_leaves_nothing_running(tmp_path: Path) -> None:
    with begun(["--size", "quick", "--out", str(tmp_path / "chaos.json")]) as process:
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
    command = [sys.executable, "-m", "lab.chaos", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()
