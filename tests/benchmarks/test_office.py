"""The office: what its devices do, and a few seconds of it at a site with and one without a database."""

import random
import subprocess
import sys
from collections import Counter
from itertools import pairwise

import pytest

from benchmarks.office.rhythm import Act, acts
from lab.servers.process import ROOT

HOUR = 3_600
DEVICES = 300


def test_what_devices_do_in_an_hour() -> None:
    done: Counter[Act] = Counter()
    for number in range(DEVICES):
        times = list(acts(random.Random(number), HOUR))
        assert all(0 <= before <= after < HOUR for (before, _), (after, _) in pairwise(times))
        done.update(act for _, act in times)
    assert set(done) == set(Act)
    reading = (done[Act.READ] + done[Act.OPEN]) / done.total()
    assert 0.75 < reading < 0.85
    assert 8 < done[Act.SEND] / DEVICES < 20


def test_they_do_not_begin_together() -> None:
    first = [next(acts(random.Random(number), HOUR))[0] for number in range(DEVICES)]
    assert max(Counter(int(at / 10) for at in first).values()) < DEVICES / 4


@pytest.mark.bench
@pytest.mark.timeout(200)
def test_a_small_office_in_a_great_hurry() -> None:
    command = [sys.executable, "-m", "benchmarks.office.run", "--sites", "irori_sqlite", "channels"]
    done = subprocess.run(
        [*command, "--people", "12", "--seconds", "4", "--hurry", "120"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    irori, channels = done.stdout.split("channels: ")
    for what in ("acknowledgement", "delivery", "open", "read", "memory of the server"):
        assert f"\n  {what}" in irori
    assert "\n  delivery" in channels
    assert "\n  read" not in channels, "it stores nothing"
