"""The crowd: a few seconds of a small one."""

import subprocess
import sys

import pytest

from lab.servers.process import ROOT


@pytest.mark.bench
@pytest.mark.timeout(200)
def test_a_small_crowd() -> None:
    command = [sys.executable, "-m", "benchmarks.crowd.run", "--quick", "--databases", "sqlite"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "LOST" not in done.stdout
    for what, calls in (("join", 10), ("here", 1), ("remove", 2)):
        assert any(line.split()[:3] == [what, str(calls), "calls"] for line in done.stdout.splitlines()), done.stdout
