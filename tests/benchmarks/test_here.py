"""The measurement of a call to everybody: what is no figure, and one small run."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.bench import Failed
from benchmarks.here.devices import Came
from benchmarks.here.population import Watched
from benchmarks.measures import here
from benchmarks.orders import Steadily
from lab.servers.process import ROOT

WELL = Watched(stored=1.0, done=2.0, dead=0)


@pytest.mark.parametrize(
    ("came", "seen"),
    [
        (Came([1, 0, 0], []), WELL),  # somebody was not told
        (Came([2, 0, 0], []), WELL),  # somebody was told in another's place
        (Came([1, 1, 1], []), WELL),  # somebody was woken
        (Came([1, 1, 0], ["no TTL"]), WELL),
        (Came([1, 1, 0], []), Watched(stored=1.0, done=2.0, dead=1)),
    ],
)
def test_what_is_no_figure(came: Came, seen: Watched) -> None:
    with pytest.raises(Failed):
        here.expect_each_once(came, 2, seen)


def test_each_once_is_one() -> None:
    here.expect_each_once(Came([1, 1, 0], []), 2, WELL)


def test_latencies_before_and_meanwhile() -> None:
    """Without those of the warm-up, and of when all was over."""
    sent = [round(second * 1e9) for second in range(100, 120)]
    took = [1_000_000_000] * 5 + [2_000_000] * 5 + [6_000_000] * 5 + [1_000_000_000] * 5
    found = here.latencies(Steadily(sent, took), 110.0, 115.0)
    assert found["others_per_second"] == 1
    assert (found["p50_ms_before"], found["p50_ms"], found["p50_ratio"]) == (2, 6, 3)
    assert (found["p99_ms_before"], found["p99_ms"], found["p99_ratio"]) == (2, 6, 3)


@pytest.mark.long
@pytest.mark.bench
@pytest.mark.timeout(600)  # the first time it installs the load generator
def test_a_small_call(tmp_path: Path) -> None:
    part = ["--quick", "--measures", "here", "--servers", "irori", "--out", str(tmp_path)]
    done = subprocess.run([sys.executable, "-m", "benchmarks.run", *part], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    results = json.loads((tmp_path / "results.json").read_text())
    assert results["failed"] == {}
    assert sorted(results["runs"]["here"]) == ["postgresql", "sqlite"]
    for database, (found,) in results["runs"]["here"].items():
        # Of 600 members one calls, and every tenth has not been there for hours.
        assert found["pushes"] == 539, database
        assert 0 < found["stored_seconds"] <= found["done_seconds"], database
        assert 0 < found["pushed_seconds"] <= found["done_seconds"], database
        assert found["others_per_second"] > 0, database
    assert "A call to everybody" in (tmp_path / "RESULTS.md").read_text()
