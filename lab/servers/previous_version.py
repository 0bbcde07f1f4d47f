"""The site as it was before its newest migration: what still runs on some workers while an upgrade is under way."""

import io
import subprocess
import tarfile
from pathlib import Path
from typing import Any

from lab.servers.process import ROOT
from lab.servers.site import Site

ADDED = ("log", "--first-parent", "-m", "--diff-filter=A", "--max-count=1", "--format=%H", "--", "*/migrations/0*.py")


def former_commit() -> str | None:
    """The commit before the one that brought the newest migration; None where the history is not here."""
    newest = _git(*ADDED)
    return _git("rev-parse", "--verify", "--quiet", f"{newest}^1") if newest else None


def _git(*arguments: str) -> str | None:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() or None if done.returncode == 0 else None


class FormerSite(Site):
    """A worker of that version, with this one's packages. Its database is migrated by its own code when it starts first."""

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
