"""What the fan-out reads of frames to rooms. tests/chat/socket/test_memory.py holds the revs of all changes."""

import pytest
from django.utils import timezone

from accounts.payloads import User as UserPayload
from chat import protocol
from chat.models import Membership
from realtime.fanout.room_frames import Standing, registered
from tests.chat.hearth import Hearth

pytestmark = pytest.mark.django_db


def test_only_a_frame_about_a_member_has_a_standing(hearth: Hearth) -> None:
    membership = hearth.membership(hearth.member)
    stays = protocol.MemberChanged.of(membership, hearth.room)
    membership.left_at, membership.rev = timezone.now(), 12
    leaves = protocol.MemberChanged.of(membership, hearth.room)
    of = registered().standing_in
    assert of(protocol.encode(stays)) == Standing(hearth.member.pk, stays.rev, is_member=True)
    assert of(protocol.encode(leaves)) == Standing(hearth.member.pk, 12, is_member=False)
    assert of(protocol.encode(protocol.RoomChanged.of(hearth.room))) is None


def test_a_frame_that_changes_nothing_is_known_by_its_beginning(hearth: Hearth) -> None:
    read = protocol.Read.of(Membership(room=hearth.room, user=hearth.member, read_rev=9))
    typing = protocol.Typing(hearth.id, UserPayload.of(hearth.member), None)
    for frame in (protocol.encode(read), protocol.encode(typing)):
        assert frame.startswith(registered().without_rev)
        assert registered().rev(frame) == 0
    assert not protocol.encode(protocol.RoomChanged.of(hearth.room)).startswith(registered().without_rev)


def test_every_frame_to_a_room_names_it_in_its_beginning(hearth: Hearth) -> None:
    message, membership = hearth.say(), hearth.membership(hearth.member)
    frames: list[protocol.Change | protocol.Typing | protocol.Read] = [
        protocol.MessageChanged.of(message),
        protocol.MemberChanged.of(membership, hearth.room),
        protocol.RoomChanged.of(hearth.room),
        protocol.Read.of(membership),
        protocol.Typing(hearth.id, UserPayload.of(hearth.member), None),
    ]
    assert {registered().room(protocol.encode(frame)) for frame in frames} == {hearth.id}
    assert registered().room(protocol.encode(protocol.SessionExpiring(timezone.now()))) == 0
