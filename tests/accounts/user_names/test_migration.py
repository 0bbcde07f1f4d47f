"""The migration that gives everybody their keys, on a site that has people already."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor
from pytest_django import DjangoDbBlocker

from accounts.models import User
from tests.support import databases
from tests.support.in_process import PASSWORD, Api

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, AFTER = "0004_status", "0005_name_keys"


def migrate(name: str) -> Any:
    """The apps as they are with this migration."""
    executor = MigrationExecutor(connection)
    executor.migrate([("accounts", name)])
    return executor.loader.project_state([("accounts", name)]).apps


def migrate_all_but(name: str) -> None:
    """Migrate an empty database, but not with this migration of accounts and those that need it."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    wanted = set(graph.nodes) - set(graph.backwards_plan(("accounts", name)))
    executor.migrate([key for key in wanted if not {child.key for child in graph.node_map[key].children} & wanted])


def migrate_to_the_last() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture(scope="module")
def without_keys(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database of before there were keys."""
    with django_db_blocker.unblock():
        name = databases.create("without_keys")
        with databases.used(name):
            migrate_all_but(AFTER)
        yield name
        databases.remove(name)


@pytest.fixture(scope="module")
def with_look_alikes(without_keys: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A migrated database with two names that look alike, and one that was reserved after it was taken."""
    with django_db_blocker.unblock():
        name = databases.create("look_alikes", copy_of=without_keys)
        with databases.used(name):
            people = migrate(AFTER).get_model("accounts", "User").objects
            for taken in ("kenji", "k\u0435nji", "admin"):
                people.create(username=taken, username_key=taken)
            migrate_to_the_last()
        yield name
        databases.remove(name)


@contextmanager
def copy_of(name: str) -> Iterator[None]:
    copy = databases.create("copy", copy_of=name)
    with databases.used(copy):
        yield
    databases.remove(copy)


@pytest.fixture
def people(without_keys: str, transactional_db: None) -> Iterator[Any]:
    """The users' table before there were keys."""
    with copy_of(without_keys):
        apps = MigrationExecutor(connection).loader.project_state([("accounts", BEFORE)]).apps
        yield apps.get_model("accounts", "User").objects


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


@pytest.fixture
def look_alikes(with_look_alikes: str, transactional_db: None) -> Iterator[None]:
    with copy_of(with_look_alikes):
        yield


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
