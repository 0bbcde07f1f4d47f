"""Any number of rooms as one parameter of a statement: with a placeholder for each, a person in a thousand rooms would
have a statement of their own."""

from collections.abc import Collection
from typing import Any

import msgspec
from django.db import connection


def among(column: str, room_ids: Collection[int]) -> tuple[str, list[Any]]:
    """The condition that a column holds one of these ids, and its parameter."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s::bigint[])", [list(room_ids)]
    return f"{column} IN (SELECT value FROM json_each(%s))", [  # noqa: S608 (the name of a column)
        msgspec.json.encode(list(room_ids)).decode()
    ]
