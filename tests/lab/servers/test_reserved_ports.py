"""Ports that test runs keep from each other."""

import os
import random
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.servers import process, reserved_ports
from lab.servers.process import ROOT

OTHER_RUN = """
from pathlib import Path
from lab.servers import reserved_ports
reserved_ports.FOLDER = Path({folder!r})
print(reserved_ports.reserve([{port}]), flush=True)
input()
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(reserved_ports, "FOLDER", tmp_path)
    monkeypatch.setattr(reserved_ports, "HELD", deque())
    yield tmp_path
    let_go()


def let_go() -> None:
    while reserved_ports.HELD:
        os.close(reserved_ports.HELD.popleft())


def test_a_port_that_another_run_chose_and_has_not_bound_is_not_chosen(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, other = process.free_ports(2)
    let_go()
    choices = iter([taken, other])
    monkeypatch.setattr(random, "choice", lambda _: next(choices))
    program = OTHER_RUN.format(folder=str(folder), port=taken)
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline().strip() == "True"
        assert process.free_port() == other
        run.communicate("\n")


def test_the_oldest_are_let_go() -> None:
    for port in range(reserved_ports.MOST + 1):
        assert reserved_ports.reserve([port])
    assert not reserved_ports.reserve([1])
    assert reserved_ports.reserve([0])
