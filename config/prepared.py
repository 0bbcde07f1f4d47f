"""Querysets whose SQL is made once.

Django builds the SQL of a query anew each time, which for the list of somebody's rooms takes several times longer than PostgreSQL
takes to answer it. Here the queryset stays the definition, and only its parameters change from call to call.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet

# Stand for the parameters while the SQL is made: values that no id and no constant of a query has.
NUMBER = 4_611_686_018_427_387_904
ID = UUID("00000000-0000-4000-8000-506c61636521")


class Prepared:
    """`build` makes a `values_list` queryset from one parameter; calling this with its value gives the rows as tuples.

    `place` is NUMBER or ID, by the parameter's type.
    """

    def __init__(self, build: Callable[[Any], QuerySet[Any, Any]], place: int | UUID) -> None:
        self._build = build
        self._place = place
        # A compiler belongs to a connection, and a connection to a thread.
        self._local = threading.local()

    def __call__(self, value: int | UUID) -> list[Sequence[Any]]:
        alias, sql, parameters, convert = self._statement()
        given: dict[Any, Any] = {self._place: value}
        if isinstance(self._place, UUID) and isinstance(value, UUID):
            given[self._place.hex] = value.hex  # as SQLite knows them
        with connections[alias].cursor() as cursor:
            cursor.execute(sql, [given.get(parameter, parameter) for parameter in parameters])
            return list(convert(cursor.fetchall()))

    def _statement(self) -> tuple[str, str, Sequence[Any], Callable[[Any], Any]]:
        statement = getattr(self._local, "statement", None)
        if statement is None:
            queryset = self._build(self._place)
            compiler = queryset.query.get_compiler(queryset.db)
            sql, parameters = compiler.as_sql()
            converters = compiler.get_converters([expression for expression, _, _ in compiler.select])

            def convert(rows: Any) -> Any:
                return compiler.apply_converters(rows, converters) if converters else rows

            statement = self._local.statement = (queryset.db, sql, parameters, convert)
        return statement
