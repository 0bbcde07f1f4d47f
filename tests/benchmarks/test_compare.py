"""Two checkouts side by side: what is said of their figures, and one tiny run of HEAD against the working tree."""

import subprocess
import sys

import pytest

from benchmarks.reporting.verdicts import Row, as_text, rows_of
from lab.servers.process import ROOT

WHAT = ("sends", "irori", "server_seconds_per_thousand")


@pytest.mark.parametrize(
    ("base", "here", "verdict"),
    [
        ([1.0, 1.0], [1.04, 1.04], "within 5 %"),
        ([1.0, 1.0], [0.97, 0.97], "within 5 %"),
        ([1.0, 1.0], [1.06, 1.06], "COSTS MORE"),
        ([0.9, 1.0, 1.1], [1.0, 1.08, 1.2], "within BASE's own spread"),
        ([0.9, 1.0, 1.1], [1.1, 1.2, 1.3], "COSTS MORE"),
        ([1.0, 1.0], [0.9, 0.9], "costs less"),
        ([0.8, 1.0, 1.2], [0.7, 0.9, 1.1], "within 5 %"),
        ([1.0, 1.0], [1.0, 1.3], "turns disagree: take more"),
        ([1.0, 1.0], [1.0, 0.7], "within 5 %"),
        ([1.0] * 4, [1.1, 1.1, 1.1, 0.9], "COSTS MORE"),
        # Neighbours that made everything dearer made both dearer.
        ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], "within 5 %"),
    ],
)
def test_verdicts(base: list[float], here: list[float], verdict: str) -> None:
    assert Row(WHAT, base, here).verdict == verdict


def test_what_only_one_has_measured_is_left_out() -> None:
    other = ("drops", "irori", "p95_ms")
    (row,) = rows_of([{WHAT: 1.0}, {WHAT: 2.0}], [{WHAT: 1.5, other: 9.0}, {WHAT: 1.5, other: 9.0}])
    assert (row.base, row.here) == ([1.0, 2.0], [1.5, 1.5])
    assert as_text([row]).splitlines()[1].split()[:3] == ["sends", WHAT[2], "1.500"]


pytestmark = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="there is no repository here")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.compare", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_what_is_no_commit() -> None:
    done = run("no-such-commit", "--quick")
    assert done.returncode == 1
    assert "no-such-commit is no commit of this repository" in done.stderr


@pytest.mark.long
@pytest.mark.bench
@pytest.mark.timeout(600)  # the first time it installs the load generator
def test_head_beside_itself() -> None:
    done = run("HEAD", "--quick", "--measures", "connects", "--turns", "1", "--rounds", "1")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("BASE is HEAD; 1 turns of each")
    assert [line.split()[:2] for line in lines[2:]] == [
        ["connects", "server_ms_per_connect"],
        ["connects", "database_ms_per_connect"],
    ]
