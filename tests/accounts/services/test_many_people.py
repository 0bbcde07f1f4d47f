"""Many people at once: the same effects as one at a time."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Session, User
from accounts.services import many_people, sessions
from core.audit.models import Act
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanako() -> User:
    return a_user("hanako", is_staff=True, is_superuser=True)


def crowd(count: int, name: str = "guest") -> list[User]:
    people = [a_user(f"{name}{number}") for number in range(count)]
    for person in people:
        sessions.begin(person)
    return people


def ends(people: list[User]) -> set[str]:
    return set(Session.objects.filter(user__in=people).values_list("end", flat=True))


def test_deactivated_people_are_signed_out(hanako: User) -> None:
    people = crowd(3)
    assert many_people.set_active(by=hanako, people=people, active=False) == people
    assert not User.objects.filter(pk__in=[person.pk for person in people], is_active=True).exists()
    assert ends(people) == {"deactivated"}
    assert Act.objects.filter(name="accounts.deactivated", by_id=hanako.pk).count() == 3


def test_twice_changes_nothing(hanako: User) -> None:
    people = crowd(2)
    many_people.set_active(by=hanako, people=people, active=False)
    assert many_people.set_active(by=hanako, people=people, active=False) == []
    assert Act.objects.filter(name="accounts.deactivated").count() == 2
    assert len(many_people.set_active(by=hanako, people=people, active=True)) == 2


def test_all_devices_of_all_are_signed_out(hanako: User) -> None:
    people, other = crowd(2), crowd(1, "other")
    many_people.sign_out_everywhere(by=hanako, people=people)
    assert ends(people) == {"by_administrator"}
    assert ends(other) == {""}


@pytest.mark.parametrize("change", ["deactivate", "sign out"])
def test_the_number_of_queries_does_not_grow(hanako: User, change: str) -> None:
    spent = []
    for count in (2, 20):
        people = crowd(count, f"of{count}n")
        with CaptureQueriesContext(connection) as caught:
            if change == "deactivate":
                many_people.set_active(by=hanako, people=people, active=False)
            else:
                many_people.sign_out_everywhere(by=hanako, people=people)
        spent.append(len(caught))
    assert max(spent) <= 15
