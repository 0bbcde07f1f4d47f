"""The migrations that fold the names of people and rooms for searches, on a site that has both already."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [("accounts", "0007_idempotency_keys"), ("chat", "0009_draft")]
AFTER = [("accounts", "0009_search_keys"), ("chat", "0012_texts")]


def migrate(targets: list[tuple[str, str]]) -> Any:
    """The apps as they are with these migrations."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


@pytest.fixture
def before() -> Iterator[Any]:
    yield migrate(BEFORE)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_names_are_folded(before: Any) -> None:
    before.get_model("accounts", "User").objects.create(username="wiki", username_key="wiki", display_name="Élodie")
    before.get_model("chat", "Room").objects.create(name="Ｗｉｋｉ", topic="ｶﾞﾚｰｼﾞ")
    after = migrate(AFTER)
    people, rooms = after.get_model("accounts", "User").objects, after.get_model("chat", "Room").objects
    assert people.values_list("search_key", flat=True).get() == "\nwiki\nelodie\n"
    assert rooms.values_list("search_key", flat=True).get() == "wiki\nガレージ"
    rooms.all().delete()
    people.all().delete()
