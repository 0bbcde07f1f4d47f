"""A PostgreSQL server for tests: a fresh cluster in a temporary folder, durable as in production.

`python -m lab.programs.postgres COMMAND …` runs a command with DATABASE_URL set to a server that answers before it
writes to the disk.
"""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import psycopg

from lab.servers import migrated, once
from lab.servers.process import Process, ServerError, free_port, program

# PostgreSQL refuses to run as root; Debian's package makes this user.
USER = "postgres" if os.geteuid() == 0 else None
INITIAL = ("--auth=reject", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    # Shared memory in the data folder is removed with it, even when the server was killed.
    "dynamic_shared_memory_type": "mmap",
}


# Answers before it writes to the disk.
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

# All users of this machine can connect, so the server requires a password.
ACCESS = "host all all 127.0.0.1/32 scram-sha-256\n"


class Postgres(Process):
    stop_signal = signal.SIGINT  # disconnects its clients; SIGTERM would wait for them
    death_signal = signal.SIGQUIT

    def __init__(self, folder: Path | None = None, **settings: str) -> None:
        """The data is kept in `folder`; without one, in a temporary folder that is removed at the end. `settings`
        are those of postgresql.conf."""
        self.kept = folder is not None
        # Not in pytest's folder: PostgreSQL's user must not enter that.
        folder = folder or Path(tempfile.mkdtemp(prefix="irori-postgres-"))
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.data = folder / "data"
        self.password_file = folder / "password"
        options = [
            part
            for name, value in {**SETTINGS, **settings, "port": str(self.port)}.items()
            for part in ("-c", f"{name}={value}")
        ]
        super().__init__([postgres_program("postgres"), "-D", self.data, *options], folder, cwd=folder, user=USER)
        if USER:
            shutil.chown(folder, USER, USER)

    def start(self) -> Self:
        self.folder.chmod(0o700)
        with _passable(self.folder):
            if not self.data.exists() and not self.kept and once.is_shared():
                self._copy_cluster()
            if not self.data.exists():
                self._create_cluster()
            if not self.password_file.exists():
                self._set_password()
            return super().start()

    @property
    def password(self) -> str:
        return self.password_file.read_text()

    @property
    def url(self) -> str:
        return self.database_url("postgres")

    def database_url(self, name: str) -> str:
        return f"postgres://postgres:{self.password}@127.0.0.1:{self.port}/{name}"

    def create_database(self, name: str) -> str:
        """Create an empty database. Returns its URL."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
        return self.database_url(name)

    def keep_database(self, name: str) -> str:
        """Create the database unless it exists. Returns its URL."""
        try:
            return self.create_database(name)
        except psycopg.errors.DuplicateDatabase:
            return self.database_url(name)

    def ready(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def remove(self) -> None:
        shutil.rmtree(self.folder)

    def __exit__(self, *_: object) -> None:
        self.stop()
        if not self.kept:
            self.remove()

    def _copy_cluster(self) -> None:
        """Copy the files of a cluster that has a migrated database. A copy costs a fiftieth of `initdb` and the
        migrations."""
        prepared = once.made("postgres", _prepare)
        subprocess.run(["cp", "-a", prepared / "data", prepared / "password", self.folder], check=True)

    def _create_cluster(self) -> None:
        self._run("initdb", "--pgdata", str(self.data), "--username=postgres", *INITIAL)

    def _set_password(self) -> None:
        """Set a password before the server accepts connections; also for kept databases from before passwords were
        required."""
        password = secrets.token_hex(16)
        self._run(
            "postgres",
            "--single",
            "-D",
            str(self.data),
            "postgres",
            stdin=f"ALTER ROLE postgres PASSWORD '{password}';",
        )
        (self.data / "pg_hba.conf").write_text(ACCESS)
        self.password_file.touch(mode=0o600)
        self.password_file.write_text(password)

    def _run(self, name: str, *arguments: str, stdin: str = "") -> None:
        groups: list[str] | None = [] if USER else None
        done = subprocess.run(
            [postgres_program(name), *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            cwd=self.folder,
            user=USER,
            group=USER,
            extra_groups=groups,
        )
        if done.returncode:
            raise ServerError(f"{name} could not prepare {self.data}:\n{done.stderr}")


def _prepare(folder: Path) -> None:
    with Postgres(folder, **QUICK) as server:
        migrated.postgres_template(server.url)


@contextmanager
def _passable(folder: Path) -> Iterator[None]:
    """Open the folder's parents while the server starts. When root starts it, PostgreSQL runs as a user who cannot
    pass through closed folders. Once its working directory is set, it needs them no more."""
    closed = [parent for parent in folder.parents if USER and not parent.stat().st_mode & 0o001]
    modes = {parent: parent.stat().st_mode & 0o7777 for parent in closed}
    try:
        for parent, mode in modes.items():
            parent.chmod(mode | 0o001)
        yield
    finally:
        for parent, mode in modes.items():
            parent.chmod(mode)


def postgres_program(name: str) -> str:
    """The path of one of PostgreSQL's server programs, of the newest version installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    return program(name, "postgresql", *folders)


if __name__ == "__main__":
    with Postgres(None, **QUICK) as server:
        sys.exit(subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": server.url}).returncode)
