"""How far somebody has read."""

import json

import pytest

from chat import payloads
from chat.models import Room
from chat.models.room import RECEIPTS_UP_TO
from chat.services.personal import read_markers
from chat.services.rooms import memberships
from core.problems import Problem
from tests.chat.hearth import Hearth, Published
from tests.support.in_process import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _talk(hearth: Hearth) -> None:
    for turn in range(10):
        hearth.say(f"{turn}")


def advance(hearth: Hearth, seq: int) -> int:
    return read_markers.advance(by=hearth.member, room_id=hearth.id, seq=seq)


@pytest.mark.parametrize(
    ("seqs", "markers"),
    [
        ([3, 7], [3, 7]),
        ([7, 3], [7, 7]),  # never back
        ([0], [0]),
        ([11, 2**70], [10, 10]),  # never past the newest
    ],
)
def test_it_only_moves_forward(hearth: Hearth, seqs: list[int], markers: list[int]) -> None:
    assert [advance(hearth, seq) for seq in seqs] == markers
    assert hearth.membership(hearth.member).last_read_seq == markers[-1]
    assert hearth.membership(hearth.owner).last_read_seq == 0


def test_a_small_room_is_told_and_only_of_news(hearth: Hearth, published: Published) -> None:
    published.clear()
    for seq in (3, 3, 2):
        advance(hearth, seq)
    read = {"type": "read", "room": hearth.id, "user": hearth.member.pk, "seq": 3, "rev": 1}
    assert published.frames == [(f"room.{hearth.id}", read)]
    ((group, event),) = published.events
    assert (group, event["me"], json.loads(event["frame"])) == (f"user.{hearth.member.pk}", 2, read | {"me": 2})


def test_in_a_large_room_only_my_own_devices_are(hearth: Hearth, published: Published) -> None:
    Room.objects.update(member_count=RECEIPTS_UP_TO + 1)
    published.clear()
    advance(hearth, 3)
    ((group, event),) = published.events
    assert (group, event["type"], event["room"]) == (f"user.{hearth.member.pk}", "frame", hearth.id)
    read = {"type": "read", "room": hearth.id, "user": hearth.member.pk, "seq": 3, "rev": 1, "me": 2}
    assert json.loads(event["frame"]) == read
    assert published.frames == []


@pytest.mark.parametrize(("members", "shown"), [(RECEIPTS_UP_TO, True), (RECEIPTS_UP_TO + 1, False)])
def test_members_of_small_rooms_show_how_far_they_have_read(hearth: Hearth, members: int, shown: bool) -> None:
    Room.objects.update(member_count=members)
    advance(hearth, 3)
    member = payloads.Member.of(hearth.membership(hearth.member), hearth.room)
    assert member.last_read_seq == (3 if shown else None)


def test_reading_is_no_change_of_the_room(hearth: Hearth) -> None:
    before = hearth.room.rev
    advance(hearth, 3)
    assert hearth.room.rev == before


@pytest.mark.parametrize("person", ["former", "stranger"])
def test_who_is_not_in_reads_nothing(hearth: Hearth, person: str) -> None:
    with pytest.raises(Problem, match="not_found"):
        read_markers.advance(by=hearth.person(person), room_id=hearth.id, seq=3)


def test_who_was_removed_reads_nothing(hearth: Hearth) -> None:
    memberships.leave(by=hearth.member, room_id=hearth.id)
    with pytest.raises(Problem, match="not_found"):
        advance(hearth, 3)
    assert hearth.membership(hearth.member).last_read_seq == 0


@pytest.mark.django_db(transaction=True)
def test_devices_that_read_at_once_do_not_move_it_back(hearth: Hearth) -> None:
    at_once(*[lambda seq=seq: advance(hearth, seq) for seq in (1, 9, 5, 7, 2, 8)])
    assert hearth.membership(hearth.member).last_read_seq == 9
