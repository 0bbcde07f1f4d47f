"""The units of systemd, and the file with their settings."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core.jobs.management.commands import worker
from lab.servers.process import ROOT
from tests.core.test_environment import GOOD_SECRET

DEPLOY = ROOT / "deploy"


class TestUnits:
    @pytest.fixture
    def units(self, tmp_path: Path) -> Path:
        """As installed, with the interpreter of this checkout."""
        for unit in (DEPLOY / "systemd").iterdir():
            text = unit.read_text().replace("/opt/irori/.venv/bin/python", sys.executable)
            (tmp_path / unit.name.replace("@.", "@8001.")).write_text(text)
        return tmp_path

    @pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="takes systemd")
    def test_systemd_understands_them(self, units: Path) -> None:
        files = [str(unit) for unit in units.iterdir()]
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", *files], capture_output=True, text=True)
        ours = [line for line in done.stderr.splitlines() if "irori" in line]
        assert ours == []

    @pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="takes systemd")
    def test_a_worker_may_do_little(self, units: Path) -> None:
        command = ["systemd-analyze", "security", "--offline=yes", "--threshold=25", str(units / "irori@8001.service")]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-400:]

    @pytest.mark.parametrize("unit", ["irori@.service", "irori-jobs.service", "irori-migrate.service"])
    def test_none_may_use_all_of_the_machine(self, unit: str) -> None:
        text = (DEPLOY / "systemd" / unit).read_text()
        assert re.search(r"^MemoryMax=\d+G$", text, re.MULTILINE)
        assert re.search(r"^TasksMax=\d+$", text, re.MULTILINE)

    def test_where_the_workers_run_no_jobs_somebody_does(self) -> None:
        assert "JOBS_IN_PROCESS=0" in (DEPLOY / "systemd" / "irori@.service").read_text()
        jobs = (DEPLOY / "systemd" / "irori-jobs.service").read_text()
        assert "manage.py worker" in jobs
        seconds = int(re.findall(r"^TimeoutStopSec=(\d+)$", jobs, re.MULTILINE)[0])
        assert seconds > worker.STOP_SECONDS

    def test_a_worker_has_time_to_close_its_sockets(self) -> None:
        text = (DEPLOY / "systemd" / "irori@.service").read_text()
        assert int(re.findall(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)[0]) > 10


class TestEnvironmentFile:
    def test_filled_in_it_is_a_site_that_starts(self, tmp_path: Path) -> None:
        """The example is refused as it is, and taken once its secrets are filled in."""
        given = dict(
            line.split("=", 1)
            for line in (DEPLOY / "irori.env.example").read_text().splitlines()
            if "=" in line[1:] and line[0] != "#"
        )
        check = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        # Of several workers, as under systemd; one alone would make secrets of its own.
        rest = {"PATH": os.environ["PATH"], "IRORI_STATE": str(tmp_path), "REDIS_URL": "redis://127.0.0.1:6379/0"}
        refused = subprocess.run(check, cwd=ROOT, env=given | rest, capture_output=True, text=True)
        assert "SECRET_KEY is missing" in refused.stderr
        secrets = {
            "SECRET_KEY": GOOD_SECRET,
            "SIGNING_KEY": GOOD_SECRET[::-1],
        }
        taken = subprocess.run(check, cwd=ROOT, env=given | secrets | rest, capture_output=True, text=True)
        assert taken.returncode == 0, taken.stderr
