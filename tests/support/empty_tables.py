"""Empties the database after a test with real commits.

Django truncates every table, and makes the rows of content types and permissions again. That takes longer than most of
these tests. Here only the tables that have rows are emptied, and those two keep theirs.
"""

from functools import cache

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from chat.models import Epoch

KEPT = {"django_content_type", "auth_permission"}


def empty_tables() -> None:
    # Foreign keys are checked at the commit, so that no order is needed.
    with transaction.atomic(), connection.cursor() as cursor:
        for table in _with_rows(cursor):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        Epoch.objects.create()  # whose row a migration makes


def _with_rows(cursor: CursorWrapper) -> list[str]:
    cursor.execute(_question())
    return [table for (table,) in cursor.fetchall()]


@cache
def _question() -> str:
    tables = sorted(set(connection.introspection.django_table_names(include_views=False)) - KEPT)
    named = ((table, connection.ops.quote_name(table)) for table in tables)
    return " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {quoted})" for table, quoted in named)
