"""A management command of a site, whose end may be a refusal."""

import subprocess
import sys
from pathlib import Path

from lab.servers.process import PATIENCE_SECONDS, ROOT
from lab.servers.site import Site


def start(site: Site, *arguments: str | Path, **env: str) -> subprocess.Popen[str]:
    command = [sys.executable, "manage.py", *map(str, arguments)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**site.env, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def done(site: Site, *arguments: str | Path, **env: str) -> str:
    """What it printed."""
    with start(site, *arguments, **env) as process:
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0, out + err
    return out


def refused(site: Site, *arguments: str | Path, **env: str) -> str:
    """The words in which it was refused."""
    with start(site, *arguments, **env) as process:
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 1, out + err
    assert err.startswith("CommandError: "), err
    return err.removeprefix("CommandError: ").strip()
