"""A small storm, to know that the large one still works. Its figures mean nothing."""

import subprocess
import sys

import pytest

from lab.servers.process import ROOT


@pytest.mark.long
@pytest.mark.bench
@pytest.mark.timeout(600)  # the first time it installs the load generator
def test_all_sockets_of_a_restarted_worker_are_back_and_in_sync() -> None:
    command = [sys.executable, "-m", "lab.chaos.reconnect.run", "--sockets", "100", "--people", "40"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = dict(line.strip().split("  ", 1) for line in done.stdout.splitlines())
    assert found["sockets"] == "100"
    assert int(found["had to catch up"]) > 0, "nobody missed anything, so nothing is shown by it"
    assert {"no worker", "all back", "all in sync", "the worker's memory", "its successor's"} < set(found)
