"""A whole site on one machine: nginx, several workers under a supervisor, Redis and PostgreSQL, with the files of
deploy/."""

import os
import secrets
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import httpx

from core.environment import kept_secret
from lab.programs.nginx import Nginx
from lab.programs.postgres import Postgres
from lab.programs.redis import Redis
from lab.programs.supervisor import Supervisor
from lab.servers import migrated
from lab.servers.process import ROOT, Process, free_port, free_ports
from lab.servers.served import Served


class Cluster(Served):
    """`env` adds to or overrides the workers' environment and nginx's variables.

    `detours` maps a port to the port by which it is reached instead, for tests that put a proxy in between: Redis' port
    as the workers see it, or a worker's port as nginx sees it. It is read when the cluster starts. `worker_env` has
    variables of single workers by port. `postgres_detours` maps a worker's port to the port by which that worker
    reaches PostgreSQL.

    With `keep` the database stays in the folder; otherwise it is removed with the cluster.
    """

    def __init__(
        self,
        folder: Path,
        *,
        workers: int = 4,
        host: str = "127.0.0.1",
        port: int | None = None,
        env: Mapping[str, str] | None = None,
        keep: bool = False,
        static: Path = ROOT / "var" / "static",
    ) -> None:
        self.folder = folder
        self.host = host
        self.static = static
        self.port = port or free_port()
        self.worker_ports = free_ports(workers)
        self.extra = dict(env or {})
        self.postgres = Postgres(self._folder("postgres") if keep else None)
        self.redis = Redis(self._folder("redis"), password=secrets.token_hex(16))
        self.detours: dict[int, int] = {}
        self.worker_env: dict[int, Mapping[str, str]] = {}
        self.postgres_detours: dict[int, int] = {}
        self._running = ExitStack()

    @property
    def log(self) -> str:
        return "".join(map(self.supervisor.worker_log, self.worker_ports))

    @property
    def parts(self) -> tuple[Process, ...]:
        return self.postgres, self.redis, self.nginx, self.supervisor

    def worker_pid(self, port: int) -> int | None:
        """The process id of the worker on this port; None while supervisord restarts it."""
        return self.supervisor.worker_pid(port)

    def start(self) -> Self:
        with ExitStack() as started:
            self._start_all(started)
            self._running = started.pop_all()
        return self

    def stop(self) -> None:
        self._running.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _start_all(self, started: ExitStack) -> None:
        self.transport = started.enter_context(httpx.HTTPTransport(retries=1, verify=False))
        started.enter_context(self.postgres)
        started.enter_context(self.redis)
        self.database_url = self.postgres.keep_database("irori")
        for worker, port in self.postgres_detours.items():
            detour = {"DATABASE_URL": self.database_url.replace(f":{self.postgres.port}/", f":{port}/")}
            self.worker_env[worker] = {**self.worker_env.get(worker, {}), **detour}
        self.env = self._environment()
        self._migrate()
        # Started before the workers, so that it ends after them and their sockets get a close frame.
        self.nginx = started.enter_context(self._nginx())
        self.supervisor = started.enter_context(
            Supervisor(self._folder("workers"), self.worker_ports, env=self._supervised())
        )

    def _migrate(self) -> None:
        """A database that is kept is migrated itself, so that no template stays beside it."""
        if self.postgres.kept or not migrated.fill_postgres(self.database_url):
            self.manage("migrate", "--no-input", "--verbosity", "0")

    def _nginx(self) -> Nginx:
        seen = [self._by_way_of(port) for port in self.worker_ports]
        settings = {"STATIC_ROOT": str(self.static), "FILES_ROOT": str(self.folder / "files"), **self.extra}
        return Nginx(self._folder("nginx"), seen, host=self.host, port=self.port, env=settings)

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DEBUG": "0",
            "TLS": "0",
            "SECRET_KEY": kept_secret(self.folder / "secret_key"),
            "SIGNING_KEY": kept_secret(self.folder / "signing_key"),
            "ALLOWED_HOSTS": f"127.0.0.1,localhost,{self.host}",
            "ORIGINS": ",".join(f"http://{name}:{self.port}" for name in ("127.0.0.1", "localhost", self.host)),
            "REGISTRATION": "open",
            "PROXIES": "1",
            "HOST": "127.0.0.1",
            "IRORI_STATE": str(self.folder),
            "FILES_SENT_BY": "nginx",
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis.url_by_way_of(self._by_way_of(self.redis.port)),
            **self.extra,
        }

    def _supervised(self) -> Mapping[str, str]:
        return {**self.env, "PYTHON": str(self._python_of_each())} if self.worker_env else self.env

    def _python_of_each(self) -> Path:
        """A Python interpreter that sets each worker's own variables. It is called as `python manage.py serve --port
        PORT`."""
        cases = "\n".join(
            f"{port}) export {' '.join(f'{name}={value!r}' for name, value in variables.items())} ;;"
            for port, variables in self.worker_env.items()
        )
        script = self.folder / "python"
        script.write_text(f'#!/bin/sh\ncase $4 in\n{cases}\nesac\nexec {sys.executable} "$@"\n')
        script.chmod(0o755)
        return script

    def _by_way_of(self, port: int) -> int:
        return self.detours.get(port, port)

    def _folder(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder
