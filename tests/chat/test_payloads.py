"""The shape of a room is written once: what shows a room shows the same of it."""

import msgspec
import pytest

from chat import payloads, protocol, selectors
from chat.models import Room
from tests.chat.hearth import Hearth
from tests.chat.shown_rooms import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(hearth: Hearth) -> Room:
    """With another value in every column, so that two that are exchanged show."""
    hearth.say("hello", hearth.member)
    hearth.say(f"@{hearth.owner.username}", hearth.member)
    hearth.say("bye", hearth.member)
    Room.objects.filter(pk=hearth.id).update(topic="tea", posting="moderators", slow_seconds=77, room_rev=1)
    hearth.membership(hearth.owner).room.memberships.filter(user=hearth.owner).update(
        last_read_seq=1, read_rev=50, marker_rev=60, notify="mentions", favourite=True
    )
    return hearth.room


def test_the_frame_and_the_summary_of_a_room_say_the_same(hearth: Hearth, room: Room) -> None:
    frame = msgspec.to_builtins(protocol.RoomChanged.of(room))
    summary = msgspec.to_builtins(payloads.RoomSummary.of(room, hearth.membership(hearth.owner)))
    assert frame.pop("type") == "room"
    assert (frame.pop("room"), frame.pop("rev")) == (summary["id"], room.room_rev)
    assert frame == {name: summary[name] for name in frame}
    assert frame.keys() >= {"kind", "name", "topic", "created_at", "archived_at", "posting", "slow_seconds"}


def test_a_socket_begins_with_the_summaries_of_the_list(hearth: Hearth, room: Room) -> None:
    """One comes from columns, the other from models."""
    (beginning,) = selectors.beginnings_of([hearth.owner])
    assert beginning is not None
    assert beginning.rooms == [msgspec.json.encode(one) for one in selectors.summaries_of(hearth.owner)]
    (summary,) = shown(beginning.rooms)
    assert (summary.id, summary.rev, summary.unread, summary.mentions) == (room.pk, room.rev, 2, 1)
    assert (summary.read_rev, summary.mine_rev, summary.notify, summary.slow_seconds) == (50, 60, "mentions", 77)
