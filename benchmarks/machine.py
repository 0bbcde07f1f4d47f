"""What the figures were measured on and with."""

import os
import platform
import re
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.programs import PEERS, PYTHON

OURS = (
    "Django",
    "channels",
    "channels-redis",
    "redis",
    "hiredis",
    "daphne",
    "Twisted",
    "autobahn",
    "msgspec",
    "psycopg",
)
LOAD = ("picows", "uvloop", "fastapi", "uvicorn", "websockets")
PROGRAMS = {
    "redis-server": ["redis-server", "--version"],
    "postgresql": ["postgres", "--version"],
    "node": ["node", "--version"],
    "go": ["go", "version"],
}


def about() -> dict[str, Any]:
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "machine": {
            "processor": processor(),
            "cores": os.cpu_count(),
            "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
            "system": f"{platform.system()} {platform.release()}",
        },
        "versions": versions(),
    }


def processor() -> str:
    found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    return found[1] if found else platform.machine()


def versions() -> dict[str, str]:
    python = {"python": platform.python_version(), **{name: version(name) for name in OURS}}
    code = "import sys, importlib.metadata as m; print(*map(m.version, sys.argv[1:]))"
    load = dict(zip(LOAD, first_line([str(PYTHON), "-c", code, *LOAD]).split(), strict=False))
    programs = {name: number(first_line(command)) for name, command in PROGRAMS.items()}
    return {**python, **load, **programs, **node_packages()}


def node_packages() -> dict[str, str]:
    package = (PEERS / "node" / "package.json").read_text()
    dependencies = package.partition('"dependencies"')[2]
    return {f"npm {name}": pinned for name, pinned in re.findall(r'"([^"]+)": "([\d.]+)"', dependencies)}


def first_line(command: Sequence[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.partition("\n")[0]
    except (OSError, subprocess.CalledProcessError):
        return ""


def number(line: str) -> str:
    found = re.search(r"\d+(\.\d+)+", line)
    return found[0] if found else "not there"
