"""Querysets whose SQL is made once.

Django builds the SQL of a query each time. For the list of a user's rooms that takes several times longer than
PostgreSQL's answer. A Prepared keeps the queryset as the definition and changes only the parameters from call to call.
"""

import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)

# Placeholders while the SQL is made, counted up from these values. No id and no constant of a query is that large.
NUMBER = 4_611_686_018_427_387_904
ID = UUID("00000000-0000-4000-8000-506c61636521")


# PostgreSQL's types: int8, int2, int4.
INTEGERS = (20, 21, 23)


class Prepared:
    """A prepared query. Call it with at least one value; it returns rows as tuples. Keeps its SQL for each thread.

    `build` makes a `values_list` queryset from a list of values, for a lookup `__in`. `place` is NUMBER or ID, by the
    type of the values.
    """

    def __init__(self, build: Callable[[list[Any]], QuerySet[Any, Any]], place: int | UUID) -> None:
        self._build = build
        self._place = place
        # A compiler belongs to a connection, and a connection to a thread.
        self._local = threading.local()

    def __call__(self, *values: Any) -> list[Sequence[Any]]:
        # One statement for each power of two. IN accepts the last value more than once.
        size = 1 << (len(values) - 1).bit_length()
        return self._statement(size).rows([*values, *values[-1:] * (size - len(values))])

    def _statement(self, size: int) -> "_Statement":
        statements = cast(dict[int, _Statement], self._local.__dict__)
        if size not in statements:
            places = [_counted_up(self._place, number) for number in range(size)]
            statements[size] = _Statement(self._build(places), places)
        return statements[size]


class PreparedInstances(Generic[Row]):
    """As Prepared, but `build` makes a queryset of `model`, and a call returns its instances, each with what its foreign
    key `related` leads to."""

    def __init__(self, model: type[Row], related: str, build: Callable[[list[Any]], QuerySet[Row]], place: Any) -> None:
        self._model, self._related = model, related
        self._build, self._place = build, place

    def __call__(self, *values: Any) -> list[Row]:
        return [self._instance(row) for row in self._rows(*values)]

    @cached_property
    def _rows(self) -> Prepared:
        names = [*self._own, *(f"{self._related}__{name}" for name in self._others)]
        return Prepared(lambda values: self._build(values).values_list(*names), self._place)

    @cached_property
    def _own(self) -> list[str]:
        return [column.attname for column in self._model._meta.concrete_fields]

    @cached_property
    def _others(self) -> list[str]:
        return [column.attname for column in self._other._meta.concrete_fields]

    @cached_property
    def _other(self) -> type[Model]:
        return cast(type[Model], self._model._meta.get_field(self._related).related_model)

    def _instance(self, row: Sequence[Any]) -> Row:
        own, other = row[: len(self._own)], row[len(self._own) :]
        instance = self._model.from_db(DEFAULT_DB_ALIAS, self._own, own)
        setattr(instance, self._related, self._other.from_db(DEFAULT_DB_ALIAS, self._others, other))
        return instance


class _Statement:
    """SQL for a fixed number of values."""

    def __init__(self, queryset: QuerySet[Any, Any], places: list[Any]) -> None:
        self._alias = queryset.db
        self._compiler = queryset.query.get_compiler(queryset.db)
        self._sql, self._parameters = self._compiler.as_sql()
        self._converters = self._compiler.get_converters([expression for expression, _, _ in self._compiler.select])
        # SQLite stores UUIDs as hexadecimal text.
        known = {place: number for number, place in enumerate(places)}
        known |= {place.hex: number for place, number in known.items() if isinstance(place, UUID)}
        self._places = [(index, known[given]) for index, given in enumerate(self._parameters) if given in known]
        self._knows_types = False

    def rows(self, values: Sequence[Any]) -> list[Sequence[Any]]:
        parameters = list(self._parameters)
        for index, number in self._places:
            value = values[number]
            parameters[index] = value.hex if isinstance(parameters[index], str) else value
        with connections[self._alias].cursor() as cursor:
            cursor.execute(self._sql, parameters)
            if not self._knows_types:
                self._converters, self._knows_types = without_integers(self._converters, cursor.description), True
            rows = cursor.fetchall()
        return list(self._compiler.apply_converters(rows, self._converters) if self._converters else rows)


def without_integers(converters: dict[int, Any], description: Sequence[Any]) -> dict[int, Any]:
    """Drop what makes integers of the database's integers. Django has it for computed columns, because some of them
    are decimals; one such column made the rows of a hello a fifth slower, with a copy of each row."""
    return {
        index: (functions, expression)
        for index, (functions, expression) in converters.items()
        if not (_is_integer(expression) and len(functions) == 1 and description[index][1] in INTEGERS)
    }


def _is_integer(expression: Any) -> bool:
    return bool(expression.output_field.get_internal_type().endswith("IntegerField"))


def _counted_up(place: Any, number: int) -> Any:
    return UUID(int=place.int + number) if isinstance(place, UUID) else place + number
