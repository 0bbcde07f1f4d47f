"""What PostgreSQL plans by, and what its plans read."""

from django.db import connection
from django.db.models import Model


def rows_read(model: type[Model]) -> int:
    """In this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = %s",
            [model._meta.db_table],
        )
        (rows,) = cursor.fetchone()
    return int(rows)


def forget_statistics(model: type[Model]) -> None:
    """As right after a table was filled. Otherwise it depends on when PostgreSQL last looked at what earlier tests had left."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM pg_statistic WHERE starelid = %s::regclass", [table])
        cursor.execute("UPDATE pg_class SET reltuples = -1, relpages = 0 WHERE oid = %s::regclass", [table])


def take_statistics(model: type[Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {model._meta.db_table}")
