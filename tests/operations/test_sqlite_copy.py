"""A copy of SQLite ends, however much is written meanwhile, and is of one moment."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from operations.engines import sqlite
from operations.progress import Progress

PAGES = 200
MOST_STEPS = 5 * PAGES


class Writing(Progress):
    """Somebody writes after each step."""

    def __init__(self, file: Path) -> None:
        super().__init__(lambda _: None)
        self._database = sqlite3.connect(file)
        self.steps = 0

    def at(self, step: str, done: int, total: int | None) -> None:
        self.steps += 1
        assert self.steps < MOST_STEPS, "it begins again with each write"
        with self._database:
            self._database.execute("UPDATE pair SET number = number + 1")

    def close(self) -> None:
        self._database.close()


def test_writes_between_its_steps_neither_stop_it_nor_get_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, copy = tmp_path / "site.sqlite3", tmp_path / "copy"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE filler (text)")
        database.executemany("INSERT INTO filler VALUES (?)", [("x" * 4_000,)] * PAGES)
        database.execute("CREATE TABLE pair (number)")
        database.execute("INSERT INTO pair VALUES (0), (0)")
    monkeypatch.setattr(sqlite, "place", lambda: file)
    monkeypatch.setattr(sqlite, "PAGES_A_STEP", 1)
    with closing(Writing(file)) as writing:
        sqlite.take_snapshot(copy, writing)
    assert writing.steps >= PAGES
    with closing(sqlite3.connect(copy)) as copied:
        assert copied.execute("SELECT number FROM pair").fetchall() == [(0,), (0,)]
        assert copied.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_each_copy_is_told_from_the_site_and_from_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "site.sqlite3"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE filler (text)")
        database.execute("PRAGMA user_version = 7")
    monkeypatch.setattr(sqlite, "place", lambda: file)

    marks = [mark_of_copy(tmp_path / name) for name in ("first", "second")]

    assert len({7, *marks}) == 3


def mark_of_copy(copy: Path) -> int:
    sqlite.take_snapshot(copy, Progress(lambda _: None))
    with closing(sqlite3.connect(copy)) as copied:
        (mark,) = copied.execute("PRAGMA user_version").fetchone()
    return int(mark)
