"""The site as `make run` serves it, with a state folder of its own."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import httpx

from core import private_folder
from lab.programs.smtp import post_office
from lab.servers import migrated
from lab.servers.process import ROOT, Process, free_port
from lab.servers.served import Served
from lab.servers.settings import KEYS, WIDE


class Site(Process, Served):
    """Embedded by default: SQLite, no Redis, safe settings with wide limits. `env` adds to or overrides the
    environment."""

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
        # All clients share these connections, so that they are closed with the site. Nothing is encrypted here.
        self.transport = httpx.HTTPTransport(retries=1, verify=False)

    def ready(self) -> bool:
        return self.answers_with("/healthz")

    def start(self) -> Self:
        if not self.state.exists():
            self.prepare()
        return super().start()

    def kill(self) -> None:
        self.transport.close()
        super().kill()

    def __exit__(self, *failure: object) -> None:
        # While a connection is open, a worker that stops waits two seconds for one more request.
        self.transport.close()
        super().__exit__(*failure)

    def prepare(self) -> None:
        self.state.mkdir(parents=True)
        collected = ROOT / "var" / "static"
        if collected.exists():
            os.symlink(collected, self.state / "static")
        self._migrate()

    def _migrate(self) -> None:
        url = self.env["DATABASE_URL"]
        if not url:
            private_folder.open_folder(self.state)
            migrated.copy_sqlite(self.state)
        elif not (migrated.fill_postgres(url) if url.startswith("postgres") else migrated.fill_sqlite(url)):
            self.manage("migrate", "--no-input", "--verbosity", "0")
