"""Where the programs of the benchmarks are, and how they are made. What cannot be made here is named with the reason."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from lab.servers.process import ROOT

FOLDER = ROOT / "benchmarks"
PEERS = FOLDER / "peers"
MADE = ROOT / "var" / "benchmarks"
PYTHON = MADE / "venv" / "bin" / "python"
GO_CHAT = MADE / "go-chat"
COUNTER = MADE / "counter.so"
BLASTER = MADE / "blaster.so"

DEBIAN_GO = "/usr/share/gocode"
GO_PACKAGES = ("golang-go", "golang-github-gorilla-websocket-dev", "golang-github-gomodule-redigo-dev")


class CannotMake(Exception):
    """With the reason, in one line."""


def make_python() -> None:
    """The load generator and the Python peers."""
    lock = FOLDER / "requirements.lock"
    if is_newer(PYTHON.parent.parent / "installed", lock):
        return
    _say("Installing the load generator and the Python peers")
    _run([sys.executable, "-m", "venv", PYTHON.parent.parent])
    options = ["--disable-pip-version-check", "--quiet", "--quiet", "--require-hashes"]
    _run([PYTHON, "-m", "pip", "install", *options, "-r", lock])
    (PYTHON.parent.parent / "installed").touch()


def make_node() -> None:
    folder = PEERS / "node"
    if shutil.which("npm") is None:
        raise CannotMake("there is no npm on this machine")
    if is_newer(folder / "node_modules" / "installed", folder / "package-lock.json"):
        return
    _say("Installing the Node peers")
    _run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder)
    (folder / "node_modules" / "installed").touch()


def make_go() -> None:
    source = PEERS / "go" / "chat.go"
    if is_newer(GO_CHAT, source):
        return
    if shutil.which("go") is None or not Path(DEBIAN_GO).exists():
        _install_go()
    _say("Compiling the Go peer")
    GO_CHAT.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": DEBIAN_GO, "GOCACHE": str(MADE / "go-cache")}
    _run(["go", "build", "-o", GO_CHAT, source], env=environment)


def make_blaster() -> None:
    _compile(PEERS / "blaster.c", BLASTER)


def make_counter() -> None:
    _compile(FOLDER / "load" / "counter.c", COUNTER)


def why_not(make: Callable[[], None]) -> str | None:
    """The reason it cannot be made."""
    try:
        make()
    except CannotMake as reason:
        return str(reason)
    return None


def is_newer(made: Path, source: Path) -> bool:
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime


def _compile(source: Path, library: Path) -> None:
    if is_newer(library, source):
        return
    if shutil.which("cc") is None:
        raise CannotMake("there is no C compiler on this machine (Debian and Ubuntu: apt install gcc libc6-dev)")
    library.parent.mkdir(parents=True, exist_ok=True)
    _run(["cc", "-O2", "-Wall", "-Wextra", "-shared", "-fPIC", "-o", library, source])


def _install_go() -> None:
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise CannotMake(f"Go and its libraries are missing (Debian and Ubuntu: apt install {' '.join(GO_PACKAGES)})")
    _say("Installing Go")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", "update", "-qq"], env=environment)
    options = ["-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    _run(["apt-get", "install", *options, *GO_PACKAGES], env=environment)


def _run(command: Sequence[str | Path], **options: object) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)  # type: ignore[call-overload]
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no word of why"]
        raise CannotMake(f"{command[0]} failed: {last[0]}")


def _say(what: str) -> None:
    print(f"{what} …", file=sys.stderr, flush=True)
