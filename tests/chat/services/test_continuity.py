"""What a worker concludes from the marks that the last one left."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections
from pytest_django import Settings

from chat import selectors
from chat.services import continuity

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's alone"),
]


@pytest.fixture(autouse=True)
def marked() -> Iterator[Path]:
    """The site ran, and its machine lost its power."""
    place = Path(str(connection.settings_dict["NAME"]))
    continuity.begin()
    yield place.with_name(f"{place.name}-mark")
    place.with_name(f"{place.name}-mark").unlink(missing_ok=True)
    with connections["default"].cursor() as cursor:
        cursor.execute("PRAGMA user_version = 0")


def renews() -> bool:
    before = selectors.epoch()
    continuity.begin()
    return selectors.epoch() != before


def reboot(monkeypatch: pytest.MonkeyPatch) -> None:
    boot = str(uuid.uuid4())
    monkeypatch.setattr(continuity, "_boot", lambda: boot)


def test_a_kill_loses_nothing() -> None:
    assert not renews()


def test_a_power_failure_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    reboot(monkeypatch)
    assert not renews()


class TestWithoutFull:
    @pytest.fixture(autouse=True)
    def normal(self, settings: Settings) -> None:
        settings.SQLITE_SYNCHRONOUS = "NORMAL"
        continuity.begin()

    def test_a_kill_loses_nothing(self) -> None:
        assert not renews()

    def test_a_power_failure_may_have_lost_something(self, monkeypatch: pytest.MonkeyPatch) -> None:
        reboot(monkeypatch)
        assert renews()
        assert not renews()

    def test_a_machine_that_was_shut_down_has_not(self, monkeypatch: pytest.MonkeyPatch) -> None:
        continuity.end()
        reboot(monkeypatch)
        assert not renews()


def test_a_file_from_before_the_last_start_or_end() -> None:
    for change in (continuity.begin, continuity.end):
        with connection.cursor() as cursor:
            (older,) = cursor.execute("PRAGMA user_version").fetchone()
        change()
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA user_version = {older:d}")
        assert renews()


def test_a_database_that_was_marked_elsewhere(marked: Path) -> None:
    marked.unlink()
    assert renews()


def test_one_that_was_never_marked(marked: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA user_version = 0")
    assert renews()
    marked.unlink()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA user_version = 0")
    assert not renews(), "a site from before there were marks, or a new one"


def test_an_end_between_the_two_marks_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    written = continuity._write
    notes: list[continuity.Note] = []

    def only_once(place: Path, note: continuity.Note) -> None:
        if not notes:
            written(place, note)
        notes.append(note)

    with monkeypatch.context() as patched:
        patched.setattr(continuity, "_write", only_once)
        continuity.begin()
    assert not renews()
