"""What the Makefile does where the machine is not as it expects; nothing is installed."""

import os
import shutil
import socket
import subprocess
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
