"""A psycopg connection with a deadline for each answer.

TCP notices a server that is gone. It does not notice a server that hangs, or a pooler that takes statements and answers
none: each thread that asks would wait for ever.
"""

from typing import Any

import psycopg
from psycopg import OperationalError
from psycopg.errors import _WaitTimeout


class Connection(psycopg.Connection[Any]):
    # None: no deadline.
    answer_seconds: float | None = None

    def wait(self, gen: Any, *args: Any, **options: Any) -> Any:
        """psycopg sends every statement through this method. Raises OperationalError after `answer_seconds`, and closes
        itself."""
        options.setdefault("timeout", self.answer_seconds)
        try:
            return super().wait(gen, *args, **options)
        except _WaitTimeout:
            # A late answer would be read as that of the next statement.
            self.close()
            raise OperationalError(f"no answer within {options['timeout']} s") from None


class Driver:
    """The psycopg module for Django's backend, with our Connection."""

    connect = staticmethod(Connection.connect)

    def __getattr__(self, name: str) -> Any:
        return getattr(psycopg, name)
