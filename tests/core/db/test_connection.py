"""What a lost connection to PostgreSQL is to the program."""

from contextlib import closing
from datetime import timedelta

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from accounts.models import User
from core.problems import problem_of
from lab.servers.process import wait_until
from tests.support.in_process import a_user


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


@pytest.mark.django_db
def test_moments_are_read_in_c_and_have_a_time_zone() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no moments")
    user = a_user("hanako")
    users = User.objects.filter(pk=user.pk).values_list("date_joined", flat=True)
    # The second by a cursor on the server.
    for (moment,) in ([*users], [*users.iterator(chunk_size=1)]):
        assert moment == user.date_joined
        assert moment.utcoffset() == timedelta(0)
    assert connection.connection is not None
    loader = connection.connection.adapters.get_loader(
        psycopg.adapters.types["timestamptz"].oid, psycopg.pq.Format.TEXT
    )
    assert loader.__module__.startswith("psycopg_binary") == (psycopg.pq.__impl__ == "binary")
