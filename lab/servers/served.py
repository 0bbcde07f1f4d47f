"""A site from the outside: its URL and its operator's console."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import httpx

from lab.servers import probe
from lab.servers.process import ROOT, wait_until


class Served:
    """`port`: where the site listens. `env`: the environment of its workers. `transport`: the connections of all
    clients. `source`: the folder of its code."""

    source: Path = ROOT
    port: int
    env: Mapping[str, str]
    transport: httpx.HTTPTransport

    @property
    def log(self) -> str:
        raise NotImplementedError

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ws_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def answers_with(self, path: str, status: int = 200) -> bool:
        return probe.status(self.port, path) == status

    def client(self, path: str = "", **options: Any) -> httpx.Client:
        """An HTTP client whose URLs are relative to this path of the site."""
        return httpx.Client(base_url=self.url + path, transport=self.transport, timeout=30, **options)

    def manage(self, *arguments: str, stdin: str = "") -> str:
        """Run a management command. Returns what it prints."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=self.source, env=self.env, input=stdin, capture_output=True, text=True, timeout=180
        )
        assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def setup_code(self) -> str:
        """The set-up code that the server prints to its console while the site is not set up."""
        pattern = re.compile(r"\b[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}\b")
        wait_until(lambda: bool(pattern.search(self.log)), what="the set-up code in the log")
        return str(pattern.findall(self.log)[-1])

    @contextmanager
    def no_traceback(self) -> Iterator[Self]:
        """Fail when the server logs a traceback inside this context."""
        seen = len(self.log)
        yield self
        news = self.log[seen:]
        assert "Traceback" not in news, news
