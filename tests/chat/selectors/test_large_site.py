"""What a page costs on a site with a past. Each room has old pages, so PostgreSQL expects many more rows of one."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from chat import selectors
from chat.models import Membership, Message, Room
from tests.chat.hearth import Hearth
from tests.support.plans import rows_read, take_statistics

PEOPLE, SMALL_ROOMS, IN_SMALL_ROOM, PAST, PAGE = 8_000, 100, 50, 4_000, 50


@pytest.fixture
def room(hearth: Hearth) -> Room:
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL alone counts the rows it reads")
    people = User.objects.bulk_create(User(username=f"guest{number}") for number in range(PEOPLE))
    rooms = Room.objects.bulk_create(
        Room(name=f"Room {number}", last_seq=IN_SMALL_ROOM, rev=PAST + IN_SMALL_ROOM) for number in range(SMALL_ROOMS)
    )
    Membership.objects.bulk_create(Membership(room=room, user=hearth.member) for room in rooms)
    Room.objects.filter(pk=hearth.id).update(last_seq=PAST, rev=2 * PAST)
    begun = timezone.now() - timedelta(days=365)
    rows = [(room.pk, seq) for room in rooms for seq in range(1, IN_SMALL_ROOM + 1)]
    rows += [(hearth.id, seq) for seq in range(1, PAST + 1)]
    Message.objects.bulk_create(
        Message(
            room_id=room,
            author=people[number % PEOPLE],
            nonce=uuid.uuid4(),
            seq=seq,
            rev=PAST + seq,
            text="So it was.",
            created_at=begun + timedelta(minutes=seq),
        )
        for number, (room, seq) in enumerate(rows)
    )
    for model in (User, Message, Room, Membership):
        take_statistics(model)
    return hearth.room


@pytest.mark.django_db
def test_a_page_reads_its_messages_and_their_authors(room: Room) -> None:
    places: list[dict[str, Any]] = [{"before": PAGE + 1}, {"after": 0}, {"around": PAGE}, {}]
    for place in places:
        people, messages = rows_read(User), rows_read(Message)
        page = selectors.history(room, limit=PAGE, **place)
        assert len(page.messages) == PAGE, place
        assert rows_read(User) <= people + 2 * PAGE, place
        assert rows_read(Message) <= messages + 2 * PAGE, place


@pytest.mark.django_db
def test_who_is_behind_in_many_rooms_reads_what_has_changed(room: Room, hearth: Hearth) -> None:
    begun = selectors.epoch()
    # Each small room has so many changes after that.
    behind = dict.fromkeys(
        Membership.objects.filter(user=hearth.member).values_list("room_id", flat=True), PAST + IN_SMALL_ROOM - 3
    )
    del behind[room.pk]
    people, messages = rows_read(User), rows_read(Message)
    answer = selectors.changes_since(hearth.member, known_epoch=begun, revs=behind)
    assert {len(part.messages or ()) for part in answer.rooms.values()} == {3}
    # Once to weigh them, and once to answer them.
    changed = 3 * SMALL_ROOMS
    assert rows_read(Message) <= messages + 3 * changed
    assert rows_read(User) <= people + 2 * changed
