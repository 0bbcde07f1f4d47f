"""Querysets whose SQL is made once.

Django builds the SQL of a query anew each time, which for the list of somebody's rooms takes several times longer than PostgreSQL
takes to answer it. Here the queryset stays the definition, and only its parameters change from call to call.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections
from django.db.models import QuerySet

# Stand for the parameters while the SQL is made: numbers that no id and no constant of a query is.
_PLACES = [4_611_686_018_427_387_904 + place for place in range(8)]


class Prepared:
    """`build` makes a `values_list` queryset from whole numbers; calling this with numbers gives its rows as tuples."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], parameters: int = 1) -> None:
        self._build = build
        self._places = _PLACES[:parameters]
        # A compiler belongs to a connection, and a connection to a thread.
        self._local = threading.local()

    def __call__(self, *values: int) -> list[Sequence[Any]]:
        alias, sql, parameters, convert = self._statement()
        given = dict(zip(self._places, values, strict=True))
        with connections[alias].cursor() as cursor:
            cursor.execute(sql, [given.get(parameter, parameter) for parameter in parameters])
            return list(convert(cursor.fetchall()))

    def _statement(self) -> tuple[str, str, Sequence[Any], Callable[[Any], Any]]:
        statement = getattr(self._local, "statement", None)
        if statement is None:
            queryset = self._build(*self._places)
            compiler = queryset.query.get_compiler(queryset.db)
            sql, parameters = compiler.as_sql()
            converters = compiler.get_converters([expression for expression, _, _ in compiler.select])

            def convert(rows: Any) -> Any:
                return compiler.apply_converters(rows, converters) if converters else rows

            statement = self._local.statement = (queryset.db, sql, parameters, convert)
        return statement
