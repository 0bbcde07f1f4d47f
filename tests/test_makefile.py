"""What the Makefile does where the machine is not as it expects; nothing is installed."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from lab.servers.process import ROOT


def make(folder: Path, *arguments: str, **variables: str) -> str:
    """What it would do."""
    command = ["make", "--dry-run", *arguments]
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(command, cwd=folder, env={**env, **variables}, capture_output=True, text=True, check=True)
    return done.stdout


class TestHost:
    def listens_at(self, *arguments: str, **variables: str) -> str:
        said = make(ROOT, "dev", "PORT=8000", *arguments, **variables)
        return said.split("runserver ")[1].split(":8000")[0]

    def test_the_name_that_a_shell_exports_is_no_choice(self) -> None:
        name = socket.gethostname()
        assert self.listens_at(HOST=name) == "127.0.0.1"
        assert self.listens_at(f"HOST={name}") == name
        assert self.listens_at(HOST="0.0.0.0") == "0.0.0.0"


class TestEnvironment:
    """`.venv`, whose stamps are newer than the locks."""

    @pytest.fixture
    def checkout(self, tmp_path: Path) -> Path:
        for name in ("Makefile", "requirements.lock", "requirements-dev.lock"):
            shutil.copy(ROOT / name, tmp_path / name)
        (tmp_path / ".venv" / "bin").mkdir(parents=True)
        (tmp_path / ".venv" / "installed").touch()
        (tmp_path / ".venv" / "installed-dev").touch()
        return tmp_path

    def of(self, checkout: Path) -> Path:
        return checkout / ".venv" / "bin" / "python"

    def test_is_left_alone_where_it_works(self, checkout: Path) -> None:
        self.of(checkout).write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
        self.of(checkout).chmod(0o755)
        assert "venv" not in make(checkout, ".venv/installed-dev").replace("'.venv/installed-dev' is up to date", "")

    @pytest.mark.parametrize("leads_to", ["/nowhere/python3.9", sys.executable], ids=["nowhere", "another"])
    def test_is_made_anew_after_the_systems_python_has_changed(self, checkout: Path, leads_to: str) -> None:
        """The link leads nowhere, or to a Python for which nothing was installed."""
        interpreter = Path(leads_to)
        self.of(checkout).symlink_to(interpreter.resolve() if interpreter.exists() else interpreter)
        said = make(checkout, ".venv/installed-dev")
        assert "-m venv --clear .venv" in said
        assert said.index("requirements.lock") < said.index("requirements-dev.lock")
