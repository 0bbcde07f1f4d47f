"""Kept SQL returns what a queryset returns."""

import pytest
from django.db.models import BigIntegerField, F, Max, Model, QuerySet, Sum
from django.db.models.functions import Cast

from accounts.models import User
from chat.models import Membership
from core.db.prepared import NUMBER, Prepared, PreparedInstances
from tests.chat.hearth import Hearth
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


def computed(pks: list[int]) -> QuerySet[User, tuple[object, ...]]:
    number = Cast("pk", BigIntegerField())
    rows = User.objects.filter(pk__in=pks).annotate(next=F("pk") + 1, newest=Max(number), total=Sum(number))
    return rows.values_list("pk", "next", "newest", "total", "is_active")


def test_they_are_integers_at_the_first_call_and_later() -> None:
    """Of computed columns, whatever the database makes of them: PostgreSQL's sum of bigints is a decimal."""
    prepared, pk = Prepared(computed, NUMBER), a_user("yuki").pk
    for _ in range(2):
        (row,) = prepared(pk)
        assert list(row) == [pk, pk + 1, pk, pk, True]
        assert [type(value) for value in row] == [int, int, int, int, bool]


def test_instances_are_those_of_the_queryset() -> None:
    hearth = Hearth()
    prepared = PreparedInstances(Membership, "room", lambda pks: Membership.objects.filter(user__in=pks), NUMBER)
    for user in (hearth.owner, hearth.former):
        (found,) = prepared(user.pk)
        (expected,) = Membership.objects.select_related("room").filter(user=user)
        assert vars_of(found) == vars_of(expected)
        assert vars_of(found.room) == vars_of(expected.room)
    assert prepared(hearth.stranger.pk) == []


def vars_of(instance: Model) -> dict[str, object]:
    return {name: value for name, value in vars(instance).items() if name != "_state"}
