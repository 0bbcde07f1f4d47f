"""Databases beside the test's own, for tests of migrations: made once, and copied for each test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.db.backends.utils import CursorWrapper


def create(name: str, *, copy_of: str | None = None) -> str:
    """Create an empty database, or a copy of one that nobody uses. Returns its name for `remove` and `used`."""
    whole = f"{connection.settings_dict['NAME']}_{name}"
    if connection.vendor == "postgresql":
        with _server() as cursor:
            template = f" TEMPLATE {_quoted(copy_of)}" if copy_of else ""
            cursor.execute(f"CREATE DATABASE {_quoted(whole)}{template}")
    elif copy_of:
        shutil.copyfile(copy_of, whole)
    return whole


def remove(name: str) -> None:
    if connection.vendor == "postgresql":
        with _server() as cursor:
            cursor.execute(f"DROP DATABASE {_quoted(name)}")
    else:
        Path(name).unlink()


@contextmanager
def used(name: str) -> Iterator[None]:
    """Let the connections of all threads lead to this database meanwhile."""
    settings = connection.settings_dict
    own = settings["NAME"]
    connection.close()
    settings["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        settings["NAME"] = own


@contextmanager
def _server() -> Iterator[CursorWrapper]:
    with connection._nodb_cursor() as cursor:
        yield cursor


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
