"""The newest message of each room, as a list of rooms shows it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chat import payloads, selectors
from chat.models import Room
from chat.services.messages import editing
from chat.services.rooms import rooms
from core.rest.pagination import MOST_ACTIVE
from tests.chat.hearth import Hearth
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db


def latest(hearth: Hearth, *room_ids: int) -> list[payloads.LatestMessage]:
    found = selectors.latest_messages(hearth.member, room_ids or [hearth.id])
    return [payloads.LatestMessage.of(message) for message in found]


def test_it_is_the_newest_one_with_the_beginning_of_its_text(hearth: Hearth) -> None:
    hearth.say("first")
    message = hearth.say("囲" * 5000)
    (line,) = latest(hearth)
    assert (line.room, line.seq, line.rev) == (hearth.id, message.seq, message.rev)
    assert (line.author.username, line.text, line.deleted_at) == ("hanako", "囲" * 200, None)


def test_a_deleted_one_says_so(hearth: Hearth) -> None:
    editing.delete_mine(by=hearth.owner, message_id=hearth.say("secret").pk)
    (line,) = latest(hearth)
    assert (line.text, line.deleted_at is None) == ("", False)


def test_a_room_without_messages_has_none(hearth: Hearth) -> None:
    empty = rooms.create(owner=hearth.member, name="Empty")
    hearth.say()
    assert [line.room for line in latest(hearth, hearth.id, empty.pk)] == [hearth.id]


@pytest.mark.parametrize("asked", ["", "x", "1,", "0", "-1", "1,,2", ",".join(map(str, range(1, 52))), "9" * 30])
def test_what_is_no_list_of_rooms_is_refused(hearth: Hearth, asked: str) -> None:
    assert Api(hearth.member).get("rooms/latest/", rooms=asked).refusal == (400, "invalid")


def test_it_takes_as_many_queries_for_fifty_rooms_as_for_one(
    hearth: Hearth, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    ids = [rooms.create(owner=hearth.member, name=f"{number}").pk for number in range(49)]
    with django_assert_max_num_queries(1):  # type: ignore[operator]
        latest(hearth, hearth.id, *ids)


def test_the_whole_text_is_not_read(hearth: Hearth) -> None:
    hearth.say("囲" * 5000)
    (message,) = selectors.latest_messages(hearth.member, [hearth.id])
    assert {"text", "reactions", "mentions"} <= message.get_deferred_fields()


def test_an_empty_new_room_comes_between_active_and_silent_ones(hearth: Hearth) -> None:
    names = ("silent", "new", "active")
    silent, new, active = (rooms.create(owner=hearth.owner, name=name, kind="public") for name in names)
    now = timezone.now()
    Room.objects.filter(pk=silent.pk).update(
        created_at=now - timedelta(days=90), last_message_at=now - timedelta(days=60)
    )
    Room.objects.filter(pk=new.pk).update(created_at=now - timedelta(hours=1))
    Room.objects.filter(pk=active.pk).update(created_at=now - timedelta(days=90), last_message_at=now)
    found = MOST_ACTIVE.sorted(selectors.rooms_to_join(hearth.stranger))
    assert [room.name for room in found if room.name in names] == ["active", "new", "silent"]
