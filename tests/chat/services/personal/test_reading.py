"""Many people who read at the same moment."""

import pytest

from chat.models import Room
from chat.models.room import RECEIPTS_UP_TO
from chat.services.personal.reading import Read, advance_together
from core.problems import Problem
from tests.chat.hearth import Hearth, Published
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _talk(hearth: Hearth) -> None:
    for turn in range(10):
        hearth.say(f"{turn}")


def read(hearth: Hearth, kind: str, seq: int) -> Read:
    return Read(hearth.person(kind).pk, hearth.id, seq)


def test_each_is_answered_for_themselves(hearth: Hearth, published: Published) -> None:
    published.clear()
    asked = [("member", 3), ("stranger", 3), ("moderator", 99), ("former", 3), ("member", 7), ("member", 2)]
    outcomes = advance_together([read(hearth, kind, seq) for kind, seq in asked])
    refused = [outcome.code if isinstance(outcome, Problem) else outcome for outcome in outcomes]
    assert refused == [7, "not_found", 10, "not_found", 7, 7]
    assert [hearth.membership(person).last_read_seq for person in (hearth.member, hearth.moderator)] == [7, 10]
    told = {(group, frame["user"], frame["seq"], frame["rev"]) for group, frame in published.frames}
    assert told == {
        (f"room.{hearth.id}", hearth.member.pk, 7, 1),
        (f"room.{hearth.id}", hearth.moderator.pk, 10, 1),
    }
    assert {group for group, _ in published.events} == {f"user.{hearth.member.pk}", f"user.{hearth.moderator.pk}"}


def test_who_is_not_behind_locks_nothing(hearth: Hearth) -> None:
    advance_together([read(hearth, "member", 5)])
    outcomes: list[object] = []
    again = [read(hearth, "member", 5), read(hearth, "member", 4)]
    assert queries_of(lambda: outcomes.extend(advance_together(again))) == 1
    assert outcomes == [5, 5]


def test_the_number_of_statements_does_not_grow(hearth: Hearth) -> None:
    Room.objects.update(member_count=RECEIPTS_UP_TO + 1)
    of_one = queries_of(lambda: advance_together([read(hearth, "member", 3)]))
    three = [read(hearth, kind, 5) for kind in ("owner", "moderator", "member")]
    assert queries_of(lambda: advance_together(three)) == of_one
