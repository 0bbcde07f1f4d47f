"""The site itself, as `make run` serves it, with a state folder of its own."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import httpx

from tests.servers.process import ROOT, Process, free_port
from tests.servers.served import Served

PRODUCTION = {
    "DEBUG": "0",
    "TLS": "0",
    "SECRET_KEY": "a-secret-key-for-tests-that-is-long-enough-0123456789",
    "SIGNING_KEY": "a-signing-key-for-tests-that-is-long-enough-0123456789",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
}


class Site(Process, Served):
    """Embedded by default: SQLite, no Redis. `env` adds to or overrides the environment, for example with PRODUCTION."""

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
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "IRORI_STATE": str(self.state),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "ORIGINS": f"http://127.0.0.1:{self.port}",
            "PYTHONUNBUFFERED": "1",
            **(env or {}),
        }
        super().__init__([sys.executable, "manage.py", "serve"], folder, env=settings)
        # Everybody's requests share these connections, so that they are closed with the site.
        self.transport = httpx.HTTPTransport(retries=1)

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
        self.manage("migrate", "--no-input", "--verbosity", "0")
