"""A psycopg connection with a deadline for each answer.

TCP notices a server that is gone. It does not notice a server that hangs, or a pooler that takes statements and answers
none: each asking thread would wait forever.
"""

from typing import Any

import psycopg
from psycopg import OperationalError
from psycopg.errors import _WaitTimeout


class Connection(psycopg.Connection[Any]):
    # None: no deadline.
    answer_seconds: float | None = None

    def wait(self, gen: Any, *args: Any, **options: Any) -> Any:
        """Send a statement; psycopg sends each one through this method. Raises OperationalError after
        `answer_seconds`, and closes the connection."""
        options.setdefault("timeout", self.answer_seconds)
        try:
            return super().wait(gen, *args, **options)
        except _WaitTimeout:
            # The next statement would read a late answer as its own.
            self.close()
            raise OperationalError(f"no answer within {options['timeout']} s") from None


class Driver:
    """The psycopg module for Django's backend, with this module's Connection."""

    connect = staticmethod(Connection.connect)

    def __getattr__(self, name: str) -> Any:
        return getattr(psycopg, name)
