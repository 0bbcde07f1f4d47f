"""Pins: what a room keeps at hand."""

import pytest

from chat import payloads, selectors
from chat.models import Message
from chat.services.authority import Member
from chat.services.messages import editing, pins
from chat.services.rooms import direct
from core.problems import Problem
from tests.chat.hearth import Hearth, Published, frame_of

pytestmark = pytest.mark.django_db


def pinned(hearth: Hearth) -> list[int]:
    return [message.seq for message in selectors.pins_of(hearth.room)]


def test_the_room_is_told_who_pinned_it(hearth: Hearth, published: Published) -> None:
    message = hearth.say("the way to the hut", hearth.member)
    published.clear()
    changed = pins.pin(by=hearth.moderator, message_id=message.pk)
    stored = Message.objects.get()
    assert (stored.pinned_by, stored.pinned_at, stored.rev) == (hearth.moderator, changed.pinned_at, message.rev + 1)
    assert published.frames == [frame_of(changed)]


def test_the_newest_pin_comes_first(hearth: Hearth) -> None:
    said = [hearth.say(str(turn)) for turn in range(3)]
    for index in (1, 2, 0):
        pins.pin(by=hearth.owner, message_id=said[index].pk)
    assert pinned(hearth) == [1, 3, 2]
    pins.unpin(by=hearth.moderator, message_id=said[2].pk)
    assert pinned(hearth) == [1, 2]
    editing.delete(by=Member(hearth.owner), message=said[1])
    assert pinned(hearth) == [1]


def test_twice_is_once(hearth: Hearth, published: Published) -> None:
    message = hearth.say()
    for change in (pins.pin, pins.unpin):
        change(by=hearth.owner, message_id=message.pk)
        before = hearth.room.rev
        published.clear()
        change(by=hearth.moderator, message_id=message.pk)
        assert (hearth.room.rev, published.sent) == (before, [])
    assert Message.objects.get().pinned_by is None


def test_a_room_has_so_many(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pins, "MOST_PINS", 1)
    first, second = hearth.say(), hearth.say()
    pins.pin(by=hearth.owner, message_id=first.pk)
    with pytest.raises(Problem, match="too_many_pins"):
        pins.pin(by=hearth.owner, message_id=second.pk)
    pins.pin(by=hearth.owner, message_id=first.pk)
    pins.unpin(by=hearth.owner, message_id=first.pk)
    pins.pin(by=hearth.owner, message_id=second.pk)
    assert pinned(hearth) == [2]


def test_everybody_pins_in_a_direct_room(hearth: Hearth) -> None:
    opened = direct.open_direct(by=hearth.owner, others=[hearth.member.pk])
    hearth.id = opened.room.pk
    message = hearth.say("our tea room")
    pins.pin(by=hearth.member, message_id=message.pk)
    assert pinned(hearth) == [1]


def test_a_deleted_message_is_not_pinned(hearth: Hearth) -> None:
    message = hearth.say()
    editing.delete(by=Member(hearth.owner), message=message)
    with pytest.raises(Problem, match="not_found"):
        pins.pin(by=hearth.owner, message_id=message.pk)


def test_who_was_away_gets_them(hearth: Hearth) -> None:
    message = hearth.say()
    have = hearth.room.rev
    changed = pins.pin(by=hearth.owner, message_id=message.pk)
    answer = selectors.changes_since(hearth.member, known_epoch=selectors.epoch(), revs={hearth.id: have})
    assert answer.rooms[str(hearth.id)].messages == [payloads.Message.of(changed)]
