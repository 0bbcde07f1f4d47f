"""Find the rows of many owners after a number of each: the changes of rooms after a rev, their messages after a seq.

A condition for each of 500 owners takes Django a tenth of a second to write and PostgreSQL half of that to plan. Here
all of them are one parameter, and the database looks at the index once for each.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from core.db.rows import Rows


class RowsAfter:
    """`build` makes a `values_list` queryset without a condition and an order. `owner` and `column` are columns of its
    model; an index should begin with them."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]], owner: str, column: str) -> None:
        self._build, self._owner, self._column = build, owner, column

    def __call__(self, places: Sequence[tuple[int, int]]) -> list[tuple[Any, ...]]:
        """The rows after these numbers, by id of the owner. One query; none without places."""
        if not places:
            return []
        queryset = self._build()
        table = connection.ops.quote_name(queryset.model._meta.db_table)
        given, parameters = Rows("place", queryset.model, (self._owner, self._column)).given(places)
        every, own = queryset.query.sql_with_params()
        after = f"WHERE {table}.{self._owner} = place.{self._owner} AND {table}.{self._column} > place.{self._column}"
        if connection.vendor == "postgresql":
            # With the OFFSET it stays a question for each owner. A join may become one that reads the whole table.
            statement = f"SELECT found.* FROM place CROSS JOIN LATERAL ({every} {after} OFFSET 0) AS found"  # noqa: S608 (names)
        else:
            # SQLite keeps the order of a cross join.
            statement = f"{every.replace(f'FROM {table}', f'FROM place CROSS JOIN {table}')} {after}"
        with connection.cursor() as cursor:
            cursor.execute(f"{given} {statement}", [*parameters, *own])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
