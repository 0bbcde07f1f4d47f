"""The site itself, as `make run` serves it, with a state folder of its own."""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Self

import httpx

from core import private_folder
from lab.servers.process import ROOT, Process, free_port
from lab.servers.served import Served
from lab.servers.settings import KEYS, WIDE
from lab.servers.smtp import post_office


class Site(Process, Served):
    """Embedded by default: SQLite, no Redis; the safe site, with wide limits. `env` adds to or overrides the environment."""

    settings_module = "lab.servers.site_settings"

    def __init__(
        self,
        folder: Path,
        *,
        database_url: str = "",
        redis_url: str = "",
        port: int | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.port = port or free_port()
        self.state = folder / "state"
        settings = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": self.settings_module,
            "IRORI_STATE": str(self.state),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
            **WIDE,
            **(KEYS if database_url or redis_url else {}),
            **post_office().settings,
            **(env or {}),
        }
        super().__init__([sys.executable, "manage.py", "serve"], folder, env=settings)
        # Everybody's requests share these connections, so that they are closed with the site. Nothing is encrypted here.
        self.transport = httpx.HTTPTransport(retries=1, verify=False)

    def ready(self) -> bool:
        return self.answers_with("/healthz")

    def start(self) -> Self:
        if not self.state.exists():
            self._prepare()
        return super().start()

    def kill(self) -> None:
        self.transport.close()
        super().kill()

    def _prepare(self) -> None:
        self.state.mkdir(parents=True)
        collected = ROOT / "var" / "static"
        if collected.exists():
            os.symlink(collected, self.state / "static")
        self._migrate()

    def _migrate(self) -> None:
        if self.env["DATABASE_URL"]:
            self.manage("migrate", "--no-input", "--verbosity", "0")
        else:
            private_folder.open_folder(self.state)
            shutil.copy2(_migrated(), self.state / private_folder.DATABASE)


@cache
def _migrated() -> Path:
    """An SQLite database that every table is in, made once for all embedded sites of this process.

    It has its epoch already, so that sites have one in common; nobody is a member of two of them.
    """
    folder = tempfile.TemporaryDirectory(prefix="irori-migrated-")
    atexit.register(folder.cleanup)
    site = Site(Path(folder.name))
    site.state.mkdir()
    site.manage("migrate", "--no-input", "--verbosity", "0")
    site.transport.close()
    return site.state / private_folder.DATABASE
