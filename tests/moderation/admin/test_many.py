"""Restricting many at once costs as many statements as restricting two."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from chat.models import Membership
from chat.services.rooms import memberships
from moderation.models import Mute, SiteBan
from tests.chat.admin.pages import act, signed_in
from tests.chat.hearth import Hearth
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

FEW, MANY = 2, 30
ASKED = {"asked": "1", "reason": "spam"}


@pytest.fixture
def admin() -> Client:
    client = signed_in(a_user("chief", is_staff=True, is_superuser=True))
    client.get("/admin/")  # what is read once
    return client


def people(hearth: Hearth, number: int) -> list[User]:
    first = User.objects.count()
    found = [a_user(f"guest{first + each}") for each in range(number)]
    for person in found:
        memberships.join(by=person, room_id=hearth.id)
    return found


def mute_people(hearth: Hearth, admin: Client, number: int) -> Callable[[], Any]:
    found = people(hearth, number)
    return lambda: act(admin, "user", "mute_people", *found, app="accounts", seconds="3600", **ASKED)


def mute_members(hearth: Hearth, admin: Client, number: int) -> Callable[[], Any]:
    found = Membership.objects.filter(user__in=people(hearth, number))
    return lambda: act(admin, "membership", "mute_members", *found, app="chat", seconds="3600", **ASKED)


def lift_mutes(hearth: Hearth, admin: Client, number: int) -> Callable[[], Any]:
    Mute.objects.all().delete()
    mute_people(hearth, admin, number)()
    mute_members(hearth, admin, number)()
    found = list(Mute.objects.filter(ended_at=None))
    assert len(found) == 2 * number
    return lambda: act(admin, "mute", "delete_selected", *found, app="moderation", post="yes")


def ban_people(hearth: Hearth, admin: Client, number: int) -> Callable[[], Any]:
    found = people(hearth, number)
    return lambda: act(admin, "user", "ban_people", *found, app="accounts", remove="3600", **ASKED)


def lift_bans(hearth: Hearth, admin: Client, number: int) -> Callable[[], Any]:
    ban_people(hearth, admin, number)()
    found = list(SiteBan.objects.filter(lifted_at=None))
    assert len(found) == number
    return lambda: act(admin, "siteban", "delete_selected", *found, app="moderation", post="yes")


# What is restricted afterwards.
LEFT: dict[Callable[[Hearth, Client, int], Callable[[], Any]], Callable[[], int]] = {
    mute_people: lambda: Mute.objects.filter(room=None, ended_at=None).count(),
    mute_members: lambda: Mute.objects.exclude(room=None).filter(ended_at=None).count(),
    lift_mutes: lambda: Mute.objects.filter(ended_at=None).count(),
    ban_people: lambda: SiteBan.objects.filter(lifted_at=None).count(),
    lift_bans: lambda: SiteBan.objects.filter(lifted_at=None).count(),
}


@pytest.mark.parametrize("prepare", LEFT, ids=lambda prepare: prepare.__name__)
def test_its_statements_do_not_grow_with_its_rows(hearth: Hearth, admin: Client, prepare: Any) -> None:
    lifts = prepare.__name__.startswith("lift")
    numbers = []
    for number in (FEW, MANY):
        run = prepare(hearth, admin, number)
        with CaptureQueriesContext(connection) as queries:
            run()
        numbers.append(len(queries))
        assert LEFT[prepare]() == (0 if lifts else sum((FEW, MANY)[: len(numbers)]))
    assert numbers[1] <= numbers[0] + 3, numbers
