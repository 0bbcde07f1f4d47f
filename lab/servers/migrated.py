"""Migrated databases: migrated once for all sites of a test run, and copied for each site.

The copies share an epoch. No person is a member of two of them.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

from core import private_folder
from lab.servers import once
from lab.servers.process import ROOT
from lab.servers.settings import KEYS

TEMPLATE = "irori_migrated"
ROWS = "SELECT app, name FROM django_migrations ORDER BY app, name"


def copy_sqlite(folder: Path) -> None:
    """Copy the migrated file into a state folder. The copy is on the disk, as a migration would leave it."""
    copy = Path(shutil.copy2(sqlite_file(), folder))
    with copy.open("rb+") as file:
        os.fsync(file.fileno())
    private_folder.sync_folder(folder)


def sqlite_file() -> Path:
    return once.made("migrated", _migrate_sqlite) / private_folder.DATABASE


def fill_sqlite(url: str) -> bool:
    """Copy the migrated file to where there is none. Returns False when the file there has tables of other
    migrations."""
    file = Path(url.removeprefix("sqlite:///"))
    if file.exists():
        return _rows(file) == _rows(sqlite_file())
    shutil.copy2(sqlite_file(), file)
    return True


def _rows(file: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(ROWS).fetchall()


def _migrate_sqlite(folder: Path) -> None:
    folder.mkdir()
    _migrate(DATABASE_URL="", IRORI_STATE=str(folder))


def fill_postgres(url: str) -> bool:
    """Replace an empty database by a copy of the migrated one. Returns False when the database has tables of other
    migrations."""
    template = postgres_template(_beside(url, "postgres"))
    with psycopg.connect(url) as connection:
        if connection.execute("SELECT to_regclass('django_migrations')").fetchone() != (None,):
            with psycopg.connect(template) as other:
                return connection.execute(ROWS).fetchall() == other.execute(ROWS).fetchall()
    name = Identifier(urlsplit(url).path[1:])
    with psycopg.connect(_beside(url, "postgres"), autocommit=True) as connection:
        connection.execute(SQL("DROP DATABASE {}").format(name))
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(name, Identifier(TEMPLATE)))
    return True


def postgres_template(server: str) -> str:
    """The URL of this server's migrated database. Several URLs may lead to one server."""
    template = _beside(server, TEMPLATE)
    with once.locked(TEMPLATE), psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(TEMPLATE)))
            _migrate_postgres(template)
    return template


def _migrate_postgres(url: str) -> None:
    with tempfile.TemporaryDirectory(prefix="irori-migrated-") as folder:
        _migrate(DATABASE_URL=url, IRORI_STATE=folder)


def _beside(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _migrate(**variables: str) -> None:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "REDIS_URL": "", **KEYS, **variables}
    command = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=env, check=True, timeout=180)
