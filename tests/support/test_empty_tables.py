"""After a test with real commits the database is as a migration leaves it."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from chat import selectors
from chat.models import Epoch
from tests.chat.hearth import Hearth
from tests.support.empty_tables import empty_tables

pytestmark = pytest.mark.django_db(transaction=True)

MIGRATED: set[type[Model]] = {ContentType, Permission, Epoch}


def filled() -> set[type[Model]]:
    return {model for model in apps.get_models(include_auto_created=True) if model._default_manager.exists()}


def test_nothing_is_left_but_what_migrations_make() -> None:
    epoch = selectors.epoch()
    Hearth().say()
    assert len(filled()) > len(MIGRATED) + 4
    empty_tables()
    assert filled() == MIGRATED
    assert selectors.epoch() != epoch


def test_so_it_is_when_a_test_begins() -> None:
    assert filled() == MIGRATED
