"""Fill tables with numbered rows by one statement each, on either database."""

from collections.abc import Mapping
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import NOT_PROVIDED, Model

SECONDS_OF_A_YEAR = 365 * 24 * 3600
PRIME = 7_919


def insert(model: type[Model], count: int, columns: Mapping[str, str], source: str = "") -> None:
    """Insert `count` rows. `columns`: SQL expressions by column, of `i`, which counts from 1. The other columns get the
    defaults of their fields. `source` replaces the numbers by a query that has a column `i`."""
    expressions, parameters = [], []
    fields = [field for field in model._meta.local_concrete_fields if _is_needed(field, columns)]
    for field in fields:
        if expression := columns.get(str(field.column)):
            expressions.append(expression)
        else:
            expressions.append("%s")
            parameters.append(field.get_db_prep_save(_default(field), connection))
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    numbers = source or f"SELECT i FROM ({series(count)}) AS every"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({names}) SELECT {', '.join(expressions)} FROM ({numbers}) AS source",
            parameters,
        )
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


def series(count: int) -> str:
    return (
        "WITH RECURSIVE numbers(i) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM numbers"
        f" WHERE i < {count}) SELECT i FROM numbers"
    )


def _is_needed(field: Any, columns: Mapping[str, str]) -> bool:
    # A primary key that counts by itself is left out unless it is given.
    return field.column in columns or not isinstance(field, models.AutoField)


def _default(field: Any) -> Any:
    if not field.has_default() and field.db_default is not NOT_PROVIDED:
        default = field.db_default
        return getattr(default, "value", default)
    return field.get_default()


# -- Expressions that the two databases spell differently

_ON_POSTGRESQL = connection.vendor == "postgresql"


def moment(seconds: str) -> str:
    """A time in the last year, from seconds since its beginning."""
    if _ON_POSTGRESQL:
        return f"(now() - interval '365 days' + ({seconds}) * interval '1 second')"
    return f"strftime('%%Y-%%m-%%d %%H:%%M:%%f', unixepoch() - {SECONDS_OF_A_YEAR} + ({seconds}), 'unixepoch')"


def json(expression: str) -> str:
    """JSON from a text."""
    return f"({expression})::jsonb" if _ON_POSTGRESQL else expression


def uuid(number: str) -> str:
    """A UUID. Neighbouring numbers have distant ones, as random UUIDs have."""
    if _ON_POSTGRESQL:
        return f"md5(({number})::text)::uuid"
    return f"printf('%%08x%%024x', (({number}) * 2654435761) %% 4294967296, {number})"


def word(number: str, *words: str) -> str:
    """One of these words, chosen by a number."""
    cases = " ".join(f"WHEN {index} THEN '{each}'" for index, each in enumerate(words))
    return f"CASE ({number}) %% {len(words)} {cases} END"


def skewed(count: int, salt: int = 0) -> str:
    """A number from 1 to `count`, the small ones far more often, as rooms and people are busy."""
    fraction = f"(((i + {salt}) * {PRIME}) %% 1000003) / 1000003.0"
    busy = f"{count} * {fraction} * {fraction} * {fraction}"
    return f"(1 + floor({busy})::integer)" if _ON_POSTGRESQL else f"(1 + CAST({busy} AS integer))"


def spread(count: int, salt: int = 0) -> str:
    """A number from 1 to `count`, all equally often."""
    return f"(1 + ((i + {salt}) * {PRIME}) %% {count})"
