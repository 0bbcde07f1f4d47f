"""How far somebody has read."""

import json
import uuid

import pytest

from chat import payloads, selectors
from chat.models import OwnState, Room
from chat.models.room import RECEIPTS_UP_TO
from chat.services.messages import editing, sending
from chat.services.messages.storing import NewMessage
from chat.services.personal import read_markers, reading
from chat.services.rooms import memberships, rooms
from core.problems import Problem
from tests.chat.hearth import Hearth, Published
from tests.support.in_process import Api, at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _talk(hearth: Hearth) -> None:
    for turn in range(10):
        hearth.say(f"{turn}")


def advance(hearth: Hearth, seq: int) -> int:
    return reading.advance(by=hearth.member, room_id=hearth.id, seq=seq)


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
        reading.advance(by=hearth.person(person), room_id=hearth.id, seq=3)


def test_who_was_removed_reads_nothing(hearth: Hearth) -> None:
    memberships.leave(by=hearth.member, room_id=hearth.id)
    with pytest.raises(Problem, match="not_found"):
        advance(hearth, 3)
    assert hearth.membership(hearth.member).last_read_seq == 0


class TestUnread:
    """Asked for, a marker goes back."""

    @pytest.mark.parametrize(
        ("read", "first", "marker"),
        [(10, 4, 3), (10, 1, 0), (3, 8, 3), (10, 99, 10)],
        ids=["back", "all of it", "never forward", "past the end"],
    )
    def test_everything_from_a_message_on_is_unread(self, hearth: Hearth, read: int, first: int, marker: int) -> None:
        advance(hearth, read)
        read_markers.mark_unread(by=hearth.member, room_id=hearth.id, seq=first)
        summary = selectors.summary_of(hearth.member, hearth.id)
        assert (summary.last_read_seq, summary.unread) == (marker, 10 - marker)

    def test_a_repeated_call_reads_nothing_that_came_in_between(self, hearth: Hearth) -> None:
        advance(hearth, 10)
        read_markers.mark_unread(by=hearth.member, room_id=hearth.id)
        hearth.say("came meanwhile")
        read_markers.mark_unread(by=hearth.member, room_id=hearth.id)
        assert selectors.summary_of(hearth.member, hearth.id).last_read_seq == 9

    def test_without_a_message_it_is_the_newest_of_others(self, hearth: Hearth) -> None:
        hearth.say("mine", hearth.member)
        editing.delete_mine(by=hearth.owner, message_id=hearth.say("taken back").pk)
        advance(hearth, 12)
        read_markers.mark_unread(by=hearth.member, room_id=hearth.id)
        summary = selectors.summary_of(hearth.member, hearth.id)
        assert (summary.last_read_seq, summary.unread) == (9, 1)

    def test_where_nobody_else_wrote_nothing_becomes_unread(self, hearth: Hearth, published: Published) -> None:
        read_markers.mark_unread(by=hearth.owner, room_id=hearth.id)
        assert selectors.summary_of(hearth.owner, hearth.id).unread == 0

    def test_it_is_told_as_every_move_is(self, hearth: Hearth, published: Published) -> None:
        advance(hearth, 10)
        published.clear()
        for _ in range(2):
            read_markers.mark_unread(by=hearth.member, room_id=hearth.id, seq=4)
        read = {"type": "read", "room": hearth.id, "user": hearth.member.pk, "seq": 3, "rev": 2}
        assert published.frames == [(f"room.{hearth.id}", read)]
        ((_, event),) = published.events
        assert json.loads(event["frame"]) == read | {"me": 3}

    @pytest.mark.parametrize("person", ["former", "stranger"])
    def test_not_for_who_is_not_in(self, hearth: Hearth, person: str) -> None:
        with pytest.raises(Problem, match="not_found"):
            read_markers.mark_unread(by=hearth.person(person), room_id=hearth.id, seq=1)


class TestManyRooms:
    def test_each_is_read_up_to_where_it_is_said(self, hearth: Hearth, published: Published) -> None:
        others = [rooms.create(owner=hearth.owner, name=f"{n}", members=[hearth.member.pk]).pk for n in range(3)]
        for room_id in others:
            for _ in range(2):
                sending.send(NewMessage(hearth.owner, room_id, uuid.uuid4(), "tea?"))
        before = OwnState.objects.get(user=hearth.member).rev
        published.clear()
        seqs = {hearth.id: 7, others[0]: 99, others[1]: 0, hearth.id + 999: 5}
        markers = read_markers.advance_all(by=hearth.member, seqs=seqs)
        assert markers == {hearth.id: 7, others[0]: 2, others[1]: 0}
        frames = [json.loads(event["frame"]) for _, event in published.events]
        assert [(frame["room"], frame["me"]) for frame in frames] == [
            (hearth.id, before + 1),
            (others[0], before + 2),
        ]
        assert OwnState.objects.get(user=hearth.member).rev == before + 2

    def test_of_rooms_of_others_nothing_is_told(self, hearth: Hearth) -> None:
        answer = Api(hearth.stranger).post("rooms/read/", {"rooms": {str(hearth.id): 3}})
        assert (answer.status, answer.body) == (200, {"rooms": {}})

    @pytest.mark.parametrize("asked", [{"x": 1}, {"1": -1}, {str(n + 1): 1 for n in range(501)}, []])
    def test_what_is_no_list_of_markers_is_refused(self, hearth: Hearth, asked: object) -> None:
        assert Api(hearth.member).post("rooms/read/", {"rooms": asked}).refusal == (400, "invalid")


@pytest.mark.django_db(transaction=True)
def test_devices_that_read_at_once_do_not_move_it_back(hearth: Hearth) -> None:
    at_once(*[lambda seq=seq: advance(hearth, seq) for seq in (1, 9, 5, 7, 2, 8)])
    assert hearth.membership(hearth.member).last_read_seq == 9
