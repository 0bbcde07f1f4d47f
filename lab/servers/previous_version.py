"""The site before its newest migration: the version that still runs on some workers during an upgrade."""

import io
import subprocess
import tarfile
from pathlib import Path
from typing import Any

from lab.servers.process import ROOT
from lab.servers.site import Site

ADDED = ("log", "--first-parent", "-m", "--diff-filter=A", "--max-count=1", "--format=%H", "--", "*/migrations/0*.py")


def former_commit() -> str | None:
    """The commit before the one with the newest migration; None without the history."""
    newest = _git(*ADDED)
    return _git("rev-parse", "--verify", "--quiet", f"{newest}^1") if newest else None


def _git(*arguments: str) -> str | None:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() or None if done.returncode == 0 else None


class FormerSite(Site):
    """A worker of the former version, with the present packages. Its own code migrates its database when it starts
    first."""

    settings_module = "config.settings"

    def __init__(self, folder: Path, commit: str, **options: Any) -> None:
        self.source = folder / "source"
        if not self.source.exists():
            archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
            with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
                tar.extractall(self.source, filter="data")
        super().__init__(folder, **options)
        self.cwd = self.source

    def _migrate(self) -> None:
        self.manage("migrate", "--no-input", "--verbosity", "0")
