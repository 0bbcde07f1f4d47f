"""The migration that gives everybody their keys, on a site that has people already."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, AFTER = "0004_status", "0005_name_keys"


def migrate(name: str) -> Any:
    """The apps as they are with this migration."""
    executor = MigrationExecutor(connection)
    executor.migrate([("accounts", name)])
    return executor.loader.project_state([("accounts", name)]).apps


@pytest.fixture
def people() -> Iterator[Any]:
    """The users' table before there were keys."""
    people = migrate(BEFORE).get_model("accounts", "User").objects
    yield people
    people.all().delete()
    migrate(AFTER)


def test_everybody_gets_their_keys(people: Any) -> None:
    people.create(username="Émile", email="Emile@example.org")
    people.create(username="ömer", email="")
    people.create(username="mai", email="")
    migrate(AFTER)
    assert set(User.objects.values_list("username_key", "email_key")) == {
        ("émile", "emile@example.org"),
        ("ömer", None),
        ("mai", None),
    }
    migrate(BEFORE)


def test_who_would_be_one_person_is_named_and_nothing_changed(people: Any) -> None:
    first = people.create(username="straße", email="s@example.org")
    second = people.create(username="STRASSE", email="t@example.org")
    people.create(username="mai", email="k@bücher.example")
    people.create(username="ren", email="k@bu\u0308cher.example")
    people.create(username="sora", email="sora@example.org")
    with pytest.raises(CommandError) as refused:
        migrate(AFTER)
    said = str(refused.value)
    for user in (first, second):
        assert f"id {user.pk}: {user.username} <{user.email}>" in said
    assert ": mai <" in said
    assert ": ren <" in said
    assert "sora" not in said
    assert f"WHERE id = {second.pk};" in said
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, "accounts_user")}
    assert "username_key" not in columns


def test_what_it_says_helps(people: Any) -> None:
    people.create(username="straße", email="s@example.org")
    second = people.create(username="STRASSE", email="t@example.org")
    with pytest.raises(CommandError) as refused:
        migrate(AFTER)
    advice = next(line.strip() for line in str(refused.value).splitlines() if line.strip().startswith("UPDATE"))
    with connection.cursor() as cursor:
        cursor.execute(advice)
    migrate(AFTER)
    assert User.objects.get(pk=second.pk).username_key == "another.name"
    migrate(BEFORE)
