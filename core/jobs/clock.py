"""The database's clock, as SQL. Workers on several machines agree on it, whatever their own clocks say."""

from django.db import connection

SQLITE_FORMAT = "'%%Y-%%m-%%d %%H:%%M:%%f'"


def now() -> str:
    """For a statement that has parameters."""
    return "statement_timestamp()" if connection.vendor == "postgresql" else f"strftime({SQLITE_FORMAT}, 'now')"


def ahead() -> str:
    """The time that lies one parameter's seconds ahead; a negative number lies behind."""
    if connection.vendor == "postgresql":
        return "statement_timestamp() + make_interval(secs => %s)"
    return f"strftime({SQLITE_FORMAT}, 'now', %s || ' seconds')"
