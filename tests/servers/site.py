"""The site itself, as `make run` serves it, with a state folder of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import httpx

from tests.servers.process import ROOT, Process, free_port, wait_until

PRODUCTION = {
    "DEBUG": "0",
    "TLS": "0",
    "SECRET_KEY": "a-secret-key-for-tests-that-is-long-enough-0123456789",
    "SIGNING_KEY": "a-signing-key-for-tests-that-is-long-enough-0123456789",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
}


class Site(Process):
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

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ws_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200
        except httpx.TransportError:
            return False

    def start(self) -> Self:
        if not self.state.exists():
            self._prepare()
        return super().start()

    def kill(self) -> None:
        self.transport.close()
        super().kill()

    def client(self, path: str = "", **options: Any) -> httpx.Client:
        """An HTTP client whose addresses are relative to this path of the site."""
        return httpx.Client(base_url=self.url + path, transport=self.transport, timeout=20, **options)

    def manage(self, *arguments: str, stdin: str = "") -> str:
        """What a management command of this site prints."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.env, input=stdin, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def setup_code(self) -> str:
        """The code that the server prints to its console while nobody has set it up."""
        pattern = re.compile(r"\b[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}\b")
        wait_until(lambda: bool(pattern.search(self.log)), what="the set-up code in the log")
        return str(pattern.findall(self.log)[-1])

    @contextmanager
    def no_traceback(self) -> Iterator[Self]:
        """Fails when the server logged a traceback in the meantime."""
        seen = len(self.log)
        yield self
        news = self.log[seen:]
        assert "Traceback" not in news, news

    def _prepare(self) -> None:
        self.state.mkdir(parents=True)
        collected = ROOT / "var" / "static"
        if collected.exists():
            os.symlink(collected, self.state / "static")
        self.manage("migrate", "--no-input", "--verbosity", "0")
