"""How far a room is indexed, asked of the database while others write."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from core import private_folder
from lab.chaos.world import database

REV = "SELECT rev FROM search_indexedroom WHERE room_id = {}"
PATIENCE_SECONDS = 10


@contextmanager
def of_postgres(url: str, room: int) -> Iterator[Callable[[], int]]:
    with database.connect(url) as connection:
        yield lambda: _rev(connection.execute(REV.format("%s"), [room]).fetchone())


@contextmanager
def of_sqlite(state: Path, room: int) -> Iterator[Callable[[], int]]:
    file = f"file:{state / private_folder.DATABASE}?mode=ro"
    with closing(sqlite3.connect(file, PATIENCE_SECONDS, uri=True)) as connection:
        yield lambda: _rev(connection.execute(REV.format("?"), [room]).fetchone())


def _rev(row: tuple[int] | None) -> int:
    return row[0] if row else 0
