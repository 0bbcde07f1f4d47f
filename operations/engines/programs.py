"""PostgreSQL's own programs: pg_dump, pg_restore, psql."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from typing import IO, Any

from django.db import connection
from psycopg import pq

from operations.errors import Refused

WORDS_SHOWN = 2_000


def find(name: str) -> str:
    """The path of a program. Raises Refused where it is missing, or older than the server."""
    path = shutil.which(name)
    if path is None:
        raise Refused(
            f"{name} is missing. It comes with PostgreSQL's client programs (Debian and Ubuntu: apt install postgresql-client)."
        )
    said = subprocess.run([path, "--version"], capture_output=True, text=True).stdout
    found = re.search(r"(\d+)(\.\d+)*", said)
    server = server_version() // 10_000
    if found is None or int(found[1]) < server:
        raise Refused(
            f"{name} is of version {found[1] if found else 'unknown'}, and the server of version {server}: install its "
            f"client programs (postgresql-client-{server} of https://www.postgresql.org/download/)."
        )
    return path


def server_version() -> int:
    """The server's version as PostgreSQL counts it: 150018 for 15.18."""
    database: Any = connection  # only PostgreSQL's connection has this attribute
    return int(database.pg_version)


def environment() -> Mapping[str, str]:
    """The database for libpq, as environment variables: everybody can read the arguments of a process."""
    parameters: dict[str, Any] = connection.get_connection_params()
    variables = {
        option.keyword.decode(): option.envvar.decode() for option in pq.Conninfo.get_defaults() if option.envvar
    }
    given = {
        variables[name]: str(value) for name, value in parameters.items() if name in variables and value is not None
    }
    inherited = {name: value for name, value in os.environ.items() if name not in variables.values()}
    return {**inherited, **given, "PGAPPNAME": "irori"}


def words_of(errors: IO[bytes]) -> str:
    """The error output of a program, cut to one screen."""
    errors.seek(0)
    return errors.read(WORDS_SHOWN).decode(errors="replace").strip()
