"""Signals: one for each batch, inside the transaction, so that a receiver's rows and the changes are stored together or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.dispatch import Signal

from chat import signals
from chat.models import Membership, Mention, Message, Room
from chat.services.authority import Member
from chat.services.messages import editing, pins
from chat.services.messages.storing import NewMessage, send_together
from chat.services.rooms import joining, memberships, rooms
from chat.services.rooms.direct import open_direct
from tests.chat.hearth import Hearth
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


@contextmanager
def received(signal: Signal) -> Iterator[list[dict[str, Any]]]:
    calls: list[dict[str, Any]] = []

    def receive(*, signal: Signal, sender: type, **given: Any) -> None:
        calls.append(given)

    signal.connect(receive)
    try:
        yield calls
    finally:
        signal.disconnect(receive)


def new(hearth: Hearth, text: str = "hello", **fields: Any) -> NewMessage:
    return NewMessage(hearth.owner, hearth.id, uuid4(), text, **fields)


def test_a_batch_is_one_call(hearth: Hearth) -> None:
    kitchen = rooms.create(owner=hearth.owner, name="Kitchen")
    known = new(hearth)
    send_together([known])
    refused = NewMessage(hearth.stranger, hearth.id, uuid4(), "let me in")
    elsewhere = NewMessage(hearth.owner, kitchen.pk, uuid4(), "three")
    with received(signals.messages_stored) as stored, received(signals.messages_changed) as changed:
        send_together([new(hearth, "one"), refused, known, new(hearth, "two"), elsewhere])
    ((given),) = stored
    assert [message.text for message in given["messages"]] == ["one", "two", "three"]
    assert all(message.pk for message in given["messages"])
    assert changed == []


def test_nothing_new_is_no_call(hearth: Hearth) -> None:
    known = new(hearth)
    send_together([known])
    with received(signals.messages_stored) as stored:
        send_together([known])
    assert stored == []


def test_what_becomes_of_a_message_is_told_with_its_columns(hearth: Hearth) -> None:
    root = hearth.say()
    with received(signals.messages_changed) as changed:
        hearth.say("a reply", thread=root.pk)
        pins.pin(by=hearth.owner, message_id=root.pk)
        editing.edit(by=hearth.owner, message_id=root.pk, text="another text")
        editing.delete(by=Member(hearth.owner), message=root)
    assert [[message.pk for message in given["messages"]] for given in changed] == [[root.pk]] * 4
    reply, pin, edit, deletion = (given["fields"] for given in changed)
    assert reply == {"replies"}
    assert pin == {"pinned_at", "pinned_by"}
    assert "text" in edit
    assert "deleted_at" not in edit
    assert {"text", "deleted_at", "reactions"} <= deletion


def test_people_who_come_together_are_one_call(hearth: Hearth) -> None:
    people = [a_user(name) for name in ("aoi", "ren", "emi")]
    with received(signals.membership_changed) as changed:
        ids = [person.pk for person in (*people, hearth.member)]
        memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=ids)
        memberships.change_role(by=Member(hearth.owner), room_id=hearth.id, user_id=people[0].pk, role="moderator")
        memberships.leave(by=people[1], room_id=hearth.id)
        memberships.leave(by=people[1], room_id=hearth.id)
    came, promoted, left = changed
    assert {membership.user for membership in came["memberships"]} == set(people)
    assert [membership.role for membership in promoted["memberships"]] == ["moderator"]
    assert [(membership.user, membership.is_current) for membership in left["memberships"]] == [(people[1], False)]


def test_a_room_that_is_made_or_changed_is_told_once(hearth: Hearth) -> None:
    with received(signals.room_changed) as changed:
        made = rooms.create(owner=hearth.owner, name="Kitchen")
        rooms.change(by=Member(hearth.owner), room_id=made.pk, topic="tea", name="Kitchen")
        rooms.change(by=Member(hearth.owner), room_id=made.pk, topic="tea")
        direct = open_direct(by=hearth.owner, others=[hearth.member.pk]).room
    assert [(given["room"].pk, given["fields"]) for given in changed] == [
        (made.pk, frozenset()),
        (made.pk, {"topic"}),
        (direct.pk, frozenset()),
    ]


def test_mentions_are_counted_by_a_receiver(hearth: Hearth) -> None:
    hearth.say(f"@{hearth.member.username} and @{hearth.moderator.username}")
    assert set(Mention.objects.values_list("user", flat=True)) == {hearth.member.pk, hearth.moderator.pk}


class Broken(Exception):
    pass


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("signal", ["messages_stored", "messages_changed", "membership_changed", "room_changed"])
def test_rows_of_a_receiver_are_rolled_back_with_the_change(hearth: Hearth, signal: str) -> None:
    """A real receiver that writes a row; the next receiver fails."""
    message = hearth.say()
    before = state(hearth)

    def write(**_: Any) -> None:
        Mention.objects.create(user=hearth.owner, room_id=hearth.id, seq=10**6)

    def fail(**_: Any) -> None:
        assert Mention.objects.filter(seq=10**6).exists(), "not in the same transaction"
        raise Broken

    sent: Signal = getattr(signals, signal)
    sent.connect(write)
    sent.connect(fail)
    try:
        with pytest.raises(Broken):
            CHANGES[signal](hearth, message)
    finally:
        sent.disconnect(fail)
        sent.disconnect(write)
    assert state(hearth) == before


CHANGES: dict[str, Any] = {
    "messages_stored": lambda hearth, message: hearth.say("never said"),
    "messages_changed": lambda hearth, message: pins.pin(by=hearth.owner, message_id=message.pk),
    "membership_changed": lambda hearth, message: joining.join(by=hearth.stranger, room_id=hearth.id),
    "room_changed": lambda hearth, message: rooms.change(by=Member(hearth.owner), room_id=hearth.id, topic="tea"),
}


def state(hearth: Hearth) -> list[object]:
    room = Room.objects.get(pk=hearth.id)
    rows = [Message.objects.count(), Mention.objects.count(), Membership.objects.current().count()]
    return [*rows, room.rev, room.last_seq, room.topic, *Message.objects.values_list("pinned_at", flat=True)]
