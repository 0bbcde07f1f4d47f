"""A connection that waits only so long for an answer.

A server that is gone is noticed by TCP. One that hangs is not, nor a pooler that takes every statement and answers none: each thread
that asks would wait for ever.
"""

from typing import Any

import psycopg
from psycopg import OperationalError
from psycopg.errors import _WaitTimeout


class Connection(psycopg.Connection[Any]):
    # Seconds; None: as long as it takes.
    answer_seconds: float | None = None

    def wait(self, gen: Any, *args: Any, **options: Any) -> Any:
        """Every trip to the server goes through here. Raises OperationalError for an answer that does not come, and is closed then."""
        options.setdefault("timeout", self.answer_seconds)
        try:
            return super().wait(gen, *args, **options)
        except _WaitTimeout:
            # The answer may still come, and would be taken for that of the next statement.
            self.close()
            raise OperationalError(f"no answer within {options['timeout']} s") from None


class Driver:
    """psycopg as Django's backend uses it, with our connections."""

    connect = staticmethod(Connection.connect)

    def __getattr__(self, name: str) -> Any:
        return getattr(psycopg, name)
