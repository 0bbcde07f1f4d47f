"""Django's PostgreSQL, with deadlines for whatever a process that serves asks of it: see docs/architecture.md, "Deadlines"."""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from core import serving
from core.db.postgresql.connection import Connection, Driver

# Milliseconds, by the names PostgreSQL has for them.
DEADLINES: Mapping[str, int] = {
    "statement_timeout": 6_000,
    # Of a row that another transaction holds. Transactions take milliseconds: what is held longer is held by something that hangs.
    "lock_timeout": 500,
    # A worker that stops in the middle of a transaction loses its locks.
    "idle_in_transaction_session_timeout": 5_000,
    # And one that stops while the server sends it something.
    "tcp_user_timeout": 8_000,
}
# Longer than a statement may take, so that a server that is well is the first to say so.
ANSWER_SECONDS_MORE = 2.0
# For the question whether a connection still carries anything.
ALIVE_SECONDS = 2.0
UNITS = {"": 0.001, "ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0}


class DatabaseWrapper(base.DatabaseWrapper):
    Database: Any = Driver()

    def init_connection_state(self) -> None:
        super().init_connection_state()
        if serving.is_on():
            self._begin_deadlines(self.connection)

    def is_usable(self) -> bool:
        connection: Connection | None = self.connection
        if connection is None:
            return False
        seconds, connection.answer_seconds = connection.answer_seconds, ALIVE_SECONDS
        try:
            return bool(super().is_usable())
        finally:
            connection.answer_seconds = seconds

    def _begin_deadlines(self, connection: Connection) -> None:
        given = str(self.settings_dict["OPTIONS"].get("options", ""))
        connection.answer_seconds = answer_seconds(given)
        ours = {name: value for name, value in DEADLINES.items() if name not in given}
        if ours and settings.DATABASE_DEADLINES:
            # A statement, since poolers refuse most of what a connection could begin with.
            statement = ", ".join(f"set_config('{name}', '{value}', false)" for name, value in ours.items())
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {statement}")
            if not connection.autocommit:
                connection.commit()


def answer_seconds(options: str) -> float | None:
    """How long to wait for an answer, where DATABASE_URL has these `options`; None where it lets a statement take for ever."""
    given = re.search(r"statement_timeout\s*=\s*'?(\d+)(ms|s|min|h)?", options)
    seconds = int(given[1]) * UNITS[given[2] or ""] if given else DEADLINES["statement_timeout"] / 1000
    return seconds + ANSWER_SECONDS_MORE if seconds else None
