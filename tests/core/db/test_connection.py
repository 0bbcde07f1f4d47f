"""What a lost connection to PostgreSQL is to the program."""

from contextlib import closing

import pytest
from django.db import OperationalError, connection, transaction

from core.problems import problem_of
from lab.servers.process import wait_until


@pytest.mark.django_db(transaction=True)
def test_a_session_that_is_ended_in_a_transaction_is_a_database_that_is_away() -> None:
    """So a process finds it that was suspended. What it was asked for may be tried again."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite ends no sessions")
    with pytest.raises(OperationalError) as raised:
        _ask_after_the_end()
    problem = problem_of(raised.value)
    assert problem is not None
    assert problem.code == "unavailable"


@transaction.atomic
def _ask_after_the_end() -> None:
    with connection.cursor() as cursor, closing(connection.copy()) as other:
        cursor.execute("SET idle_in_transaction_session_timeout = '10ms'")
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()

        def is_gone() -> bool:
            with other.cursor() as asking:
                asking.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = %s", [pid])
                return bool(asking.fetchone() == (0,))

        wait_until(is_gone)
        cursor.execute("SELECT 1")
