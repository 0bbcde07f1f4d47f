"""Another commit of the project, in a folder of its own, ready to be measured by its own benchmarks."""

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import NamedTuple

from benchmarks import programs
from benchmarks.bench import say
from lab.servers.process import ROOT

LOCK = "requirements-dev.lock"


class CannotCheckOut(Exception):
    """With the reason, in one line."""


class Checkout(NamedTuple):
    name: str
    folder: Path
    python: str


def here() -> Checkout:
    """The working tree, with whatever is not committed."""
    return Checkout("here", ROOT, sys.executable)


def of_commit(commit: str, folder: Path) -> Checkout:
    """Its own virtual environment where it locks other packages than the working tree. Raises CannotCheckOut."""
    _unpack(commit, folder)
    _share_load_generator(folder)
    return Checkout(commit, folder, _python(folder))


def _unpack(commit: str, folder: Path) -> None:
    found = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True)
    if found.returncode:
        raise CannotCheckOut(f"{commit} is no commit of this repository: {found.stderr.decode().strip()}")
    with tarfile.open(fileobj=io.BytesIO(found.stdout)) as tar:
        tar.extractall(folder, filter="data")


def _share_load_generator(folder: Path) -> None:
    """Where both lock the same: what loads the two is the same then, and installed once."""
    lock = Path("benchmarks", "requirements.lock")
    if (folder / lock).read_bytes() != (ROOT / lock).read_bytes():
        return
    programs.make_python()
    made = folder / programs.MADE.relative_to(ROOT)
    made.mkdir(parents=True)
    (made / "venv").symlink_to(programs.MADE / "venv")
    os.utime(folder / lock, (0, 0))  # older than what was installed from it


def _python(folder: Path) -> str:
    if (folder / LOCK).read_bytes() == (ROOT / LOCK).read_bytes():
        return sys.executable
    say("Installing the packages of the other commit …")
    python = folder / ".venv" / "bin" / "python"
    _run([sys.executable, "-m", "venv", str(folder / ".venv")])
    options = ["--disable-pip-version-check", "--quiet", "--quiet", "--require-hashes"]
    _run([str(python), "-m", "pip", "install", *options, "--requirement", str(folder / LOCK)])
    return str(python)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise CannotCheckOut(f"{' '.join(command[:4])} failed: {done.stderr.strip()[-500:]}")
