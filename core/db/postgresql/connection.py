"""A psycopg connection with a deadline for each answer.

TCP notices a server that is gone. It does not notice a server that hangs, or a pooler that takes statements and answers
none: each asking thread would wait forever.
"""

from typing import Any

import psycopg
from psycopg import OperationalError
from psycopg.errors import IdleInTransactionSessionTimeout, TransactionTimeout, _WaitTimeout

# PostgreSQL has ended the session because its transaction waited for this process. To psycopg that is an error of the
# program; it is a connection that is lost, as after any other end of a session.
ENDED = (IdleInTransactionSessionTimeout, TransactionTimeout)


class Connection(psycopg.Connection[Any]):
    # None: no deadline.
    answer_seconds: float | None = None

    def wait(self, gen: Any, *args: Any, **options: Any) -> Any:
        """Send a statement; psycopg sends each one through this method. Raises OperationalError after
        `answer_seconds`, and closes the connection, and for a session that PostgreSQL has ended."""
        options.setdefault("timeout", self.answer_seconds)
        try:
            return super().wait(gen, *args, **options)
        except _WaitTimeout:
            # The next statement would read a late answer as its own.
            self.close()
            raise OperationalError(f"no answer within {options['timeout']} s") from None
        except ENDED as ended:
            raise OperationalError(str(ended)) from None


class Driver:
    """The psycopg module for Django's backend, with this module's Connection."""

    connect = staticmethod(Connection.connect)

    def __getattr__(self, name: str) -> Any:
        return getattr(psycopg, name)
