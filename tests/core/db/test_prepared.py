"""Integers of computed columns are integers, whatever the database makes of them."""

import pytest
from django.db.models import BigIntegerField, F, Max, QuerySet, Sum
from django.db.models.functions import Cast

from accounts.models import User
from core.db.prepared import NUMBER, Prepared
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


def computed(pks: list[int]) -> QuerySet[User, tuple[object, ...]]:
    number = Cast("pk", BigIntegerField())
    rows = User.objects.filter(pk__in=pks).annotate(next=F("pk") + 1, newest=Max(number), total=Sum(number))
    return rows.values_list("pk", "next", "newest", "total", "is_active")


def test_they_are_integers_at_the_first_call_and_later() -> None:
    """PostgreSQL's sum of bigints is a decimal."""
    prepared, pk = Prepared(computed, NUMBER), a_user("yuki").pk
    for _ in range(2):
        (row,) = prepared(pk)
        assert list(row) == [pk, pk + 1, pk, pk, True]
        assert [type(value) for value in row] == [int, int, int, int, bool]
