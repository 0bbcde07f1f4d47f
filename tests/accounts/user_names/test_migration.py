"""The migration that gives everybody their keys, on a site that has people already."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import User
from tests.support.in_process import PASSWORD, Api

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, AFTER = "0004_status", "0005_name_keys"


def migrate(name: str) -> Any:
    """The apps as they are with this migration."""
    executor = MigrationExecutor(connection)
    executor.migrate([("accounts", name)])
    return executor.loader.project_state([("accounts", name)]).apps


def migrate_to_the_last() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture
def people() -> Iterator[Any]:
    """The users' table before there were keys."""
    people = migrate(BEFORE).get_model("accounts", "User").objects
    yield people
    people.all().delete()
    migrate_to_the_last()


@pytest.fixture
def people_with_keys() -> Iterator[Any]:
    """The users' table before there were skeletons."""
    people = migrate(AFTER).get_model("accounts", "User").objects
    yield people
    migrate_to_the_last()
    User.objects.all().delete()


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
    assert User.objects.values_list("username_key", flat=True).get(pk=second.pk) == "another.name"
    migrate(BEFORE)


@pytest.fixture
def look_alikes(people_with_keys: Any) -> None:
    """Two names that look alike, and one that has since been reserved."""
    for name in ("kenji", "k\u0435nji", "admin"):
        people_with_keys.create(username=name, username_key=name)
    migrate_to_the_last()


def test_look_alikes_of_before_keep_their_names(look_alikes: None) -> None:
    for user in User.objects.all():
        user.save()
        user.set_password(PASSWORD)
        user.save()
        User.objects.filter(pk=user.pk).update(username=user.username)
    assert set(User.objects.values_list("username", flat=True)) == {"kenji", "k\u0435nji", "admin"}


@pytest.mark.parametrize("name", ["kenji", "KENJI", "kenj\u0456", "k\u0435nj\u0456"])
def test_whoever_comes_later_looks_like_none_of_them(look_alikes: None, name: str) -> None:
    body = {"username": name, "email": "new@example.org", "password": PASSWORD}
    assert Api().post("register/", body).fields == {"username": ["username_taken"]}
    User.objects.filter(username="kenji").update(username="yuki")
    assert Api().post("register/", body).fields == {"username": ["username_taken"]}
    with pytest.raises(IntegrityError):
        User.objects.filter(username="admin").update(username="yuk\u0456")
