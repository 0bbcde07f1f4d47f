"""Many rooms at once: the same effects as one at a time, with a bounded number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from chat.models import Room
from chat.services.authority import Administrator
from chat.services.rooms import defaults, direct, many_rooms, rooms
from core.problems import Problem
from tests.chat.hearth import Published
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Administrator:
    return Administrator(a_user("admin", is_staff=True, is_superuser=True))


def several(owner: User, count: int, kind: str = Room.Kind.PUBLIC) -> list[Room]:
    return [rooms.create(owner=owner, name=f"Room {number}", kind=kind) for number in range(count)]


def again(found: list[Room]) -> list[Room]:
    return list(Room.objects.filter(pk__in=[room.pk for room in found]).order_by("pk"))


def test_archived_rooms_show_in_open_browsers(administrator: Administrator, published: Published) -> None:
    found = several(administrator.user, 3)
    defaults.set_default(by=administrator, room_id=found[0].pk, is_default=True)
    before = again(found)
    published.clear()
    many_rooms.set_archived(by=administrator, rooms=found, archived=True)
    for old, room in zip(before, again(found), strict=True):
        assert room.is_archived
        assert not room.is_default
        assert room.rev == room.room_rev == old.rev + 1
        assert room.changed_at >= old.changed_at
    assert [(group, frame["rev"]) for group, frame in published.frames] == [
        (f"room.{room.pk}", room.rev) for room in again(found)
    ]
    assert all(frame["archived_at"] for _, frame in published.frames)


def test_twice_changes_nothing(administrator: Administrator, published: Published) -> None:
    found = several(administrator.user, 2)
    assert len(many_rooms.set_archived(by=administrator, rooms=found, archived=True)) == 2
    published.clear()
    assert many_rooms.set_archived(by=administrator, rooms=found, archived=True) == []
    assert published.sent == []
    assert len(many_rooms.set_archived(by=administrator, rooms=found, archived=False)) == 2
    assert not any(room.is_archived for room in again(found))


def test_a_direct_room_is_refused_and_then_none_changes(administrator: Administrator) -> None:
    found = several(administrator.user, 1)
    found.append(direct.open_direct(by=administrator.user, others=[a_user("kenji").pk]).room)
    with pytest.raises(Problem, match="forbidden"):
        many_rooms.set_archived(by=administrator, rooms=found, archived=True)
    assert not any(room.is_archived for room in again(found))


def test_default_rooms_are_chosen_together(administrator: Administrator, monkeypatch: pytest.MonkeyPatch) -> None:
    found = several(administrator.user, 3)
    monkeypatch.setattr(defaults, "MOST", 2)
    with pytest.raises(Problem, match="invalid"):
        many_rooms.set_default(by=administrator, rooms=found, is_default=True)
    assert len(many_rooms.set_default(by=administrator, rooms=found[:2], is_default=True)) == 2
    assert [room.is_default for room in again(found)] == [True, True, False]
    assert len(many_rooms.set_default(by=administrator, rooms=found, is_default=False)) == 2
    private = several(administrator.user, 1, kind=Room.Kind.PRIVATE)
    with pytest.raises(Problem, match="forbidden") as refused:
        many_rooms.set_default(by=administrator, rooms=private, is_default=True)
    assert refused.value.about == private[0]


def test_the_number_of_queries_does_not_grow(administrator: Administrator) -> None:
    spent = []
    for count in (2, 20):
        found = several(administrator.user, count)
        with CaptureQueriesContext(connection) as caught:
            many_rooms.set_archived(by=administrator, rooms=found, archived=True)
        spent.append(len(caught))
    assert max(spent) <= 12
