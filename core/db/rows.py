"""Rows of parameters, as a table that a statement can read.

With a placeholder for each value, Django and psycopg spend more time on a statement's text than PostgreSQL spends on
executing it, and no two batches have the same text. This module passes all rows to PostgreSQL as one parameter.
bulk_create also asks each field of each row how it is stored, even empty ones.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import msgspec
from django.db import connection
from django.db.models import Field, Model


class Rows:
    """A table called `name`. Its columns have the types of `model`'s columns of the same names."""

    def __init__(self, name: str, model: type[Model], columns: Sequence[str]) -> None:
        fields = {field.column: field for field in model._meta.concrete_fields}
        self._name, self._columns, self._table = name, columns, model._meta.db_table
        self._fields: list[Field[Any, Any]] = [fields[column] for column in columns]

    def given(self, rows: Sequence[Sequence[Any]]) -> tuple[str, list[Any]]:
        """The WITH clause that a statement on these rows begins with, and its parameters. `rows` must not be empty."""
        if connection.vendor == "postgresql":
            records = [dict(zip(self._columns, row, strict=True)) for row in rows]
            return self._from_json, [msgspec.json.encode(records).decode()]
        places = ", ".join([f"({', '.join(['%s'] * len(self._columns))})"] * len(rows))
        values = [
            field.get_db_prep_save(value, connection)
            for row in rows
            for field, value in zip(self._fields, row, strict=True)
        ]
        return f"WITH {self._name} ({', '.join(self._columns)}) AS (VALUES {places})", values

    def insert(self, rows: Sequence[Sequence[Any]], *, returning: Sequence[str]) -> list[tuple[Any, ...]]:
        """Insert the rows into the model's table with one statement. Returns these columns of the new rows, in any
        order."""
        given, parameters = self.given(rows)
        columns = ", ".join(self._columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f"{given} INSERT INTO {self._table} ({columns}) SELECT {columns} FROM {self._name} "  # noqa: S608 (names)
                f"RETURNING {', '.join(returning)}",
                parameters,
            )
            inserted: list[tuple[Any, ...]] = cursor.fetchall()
        return inserted

    def update(self, rows: Sequence[Sequence[Any]], *, also: str = "") -> None:
        """Give the rows of the model's table with these primary keys, the first column, their other columns. One
        statement; none without rows. `also`: another assignment, in SQL."""
        if not rows:
            return
        given, parameters = self.given(rows)
        key, *others = self._columns
        changes = [*(f"{column} = {self._name}.{column}" for column in others), *filter(None, [also])]
        with connection.cursor() as cursor:
            cursor.execute(
                f"{given} UPDATE {self._table} SET {', '.join(changes)} FROM {self._name} "  # noqa: S608 (names)
                f"WHERE {self._table}.{key} = {self._name}.{key}",
                parameters,
            )

    def save(self, changed: Iterable[Model]) -> None:
        """Give the rows of these objects the values that the objects have. bulk_update builds a CASE for each column,
        and a WHEN for each row."""
        self.update([[getattr(each, field.attname) for field in self._fields] for each in changed])

    @cached_property
    def _from_json(self) -> str:
        types = ", ".join(f"{field.column} {field.rel_db_type(connection)}" for field in self._fields)
        return f"WITH {self._name} AS (SELECT * FROM json_to_recordset(%s::json) AS given ({types}))"  # noqa: S608 (names and types)
