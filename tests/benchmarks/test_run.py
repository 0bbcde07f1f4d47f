"""One tiny turn of the benchmarks, to know that they still work. Its figures mean nothing."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lab.servers.process import ROOT

MEASURES = ("fanout", "sends", "connects", "reads", "history", "drops")


@pytest.mark.long
@pytest.mark.bench
@pytest.mark.timeout(600)  # the first time it installs the load generator
def test_a_part_of_the_benchmarks(tmp_path: Path) -> None:
    part = ["--quick", "--rounds", "1", "--measures", *MEASURES, "--servers", "irori", "--out", tmp_path]
    command = [sys.executable, "-m", "benchmarks.run", *map(str, part)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    results = json.loads((tmp_path / "results.json").read_text())
    assert results["failed"] == results["skipped"] == {}
    for measure in ("fanout_4", "fanout_32", "fanout_4_1000", "fanout_32_1000", "sends", "connects", "reads"):
        assert results[measure]["irori"] > 0, measure
    (dropped,) = results["runs"]["drops"]["irori"]
    assert dropped["received_percent"] == 100, dropped
    assert dropped["live_percent"] < 100, "some was missed, and caught up with"
    (run,) = results["runs"]["fanout_4"]["irori"]
    assert run["redis_commands_per_message"] < 1.5, "one publish for each message, whatever the number of sockets"
    assert run["server_seconds_per_million"] > 0
    report = (tmp_path / "RESULTS.md").read_text()
    assert "| **Irori** |" in report
    assert "not measured" in report  # a peer that was left out is not beaten
    assert ElementTree.parse(tmp_path / "fanout.svg").getroot().tag.endswith("svg")
