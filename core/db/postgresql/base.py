"""Django's PostgreSQL, with deadlines for every statement of a process that serves:
docs/decisions/data/deadlines.md."""

import re
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base
from psycopg.types.datetime import TimestamptzLoader

from core import serving
from core.db.postgresql.connection import Connection, Driver

# Milliseconds, by PostgreSQL's names.
DEADLINES: Mapping[str, int] = {
    "statement_timeout": 6_000,
    # Transactions take milliseconds: a lock that is held longer is held by a process that hangs.
    "lock_timeout": 500,
    # Releases the locks of a worker that stops inside a transaction.
    "idle_in_transaction_session_timeout": 5_000,
    # Releases the locks of a worker that stops while the server sends it something.
    "tcp_user_timeout": 8_000,
}
# Seconds beyond the time for a statement, so that a healthy server is the first to report a time-out.
ANSWER_SECONDS_MORE = 2.0
# Seconds for the check that a connection is alive.
ALIVE_SECONDS = 2.0
UNITS = {"": 0.001, "ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0}


class DatabaseWrapper(base.DatabaseWrapper):
    Database: Any = Driver()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        if self.timezone == UTC:
            # psycopg's own is in C. Django's is not, because values may have another time zone than their connection: a
            # moment takes 4 µs with it, a sixth of what it costs to greet somebody with 500 rooms.
            connection.adapters.register_loader("timestamptz", TimestamptzLoader)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """Django compares time zones here, with its own loader."""
        if self.timezone != UTC:
            return super().create_cursor(name)
        if name:
            withhold = self.connection.autocommit
            return base.ServerSideCursor(self.connection, name=name, scrollable=False, withhold=withhold)  # type: ignore[call-arg]
        return self.connection.cursor()

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
            # By a statement: poolers refuse most start-up parameters of a connection.
            statement = ", ".join(f"set_config('{name}', '{value}', false)" for name, value in ours.items())
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {statement}")
            if not connection.autocommit:
                connection.commit()


def answer_seconds(options: str) -> float | None:
    """Seconds to wait for an answer with these `options` of DATABASE_URL; None when the options set no limit for a
    statement."""
    given = re.search(r"statement_timeout\s*=\s*'?(\d+)(ms|s|min|h)?", options)
    seconds = int(given[1]) * UNITS[given[2] or ""] if given else DEADLINES["statement_timeout"] / 1000
    return seconds + ANSWER_SECONDS_MORE if seconds else None
