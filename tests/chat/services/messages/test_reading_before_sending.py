"""What a batch of messages asks the database before it is stored costs as much on a site that is old and large as on a new one."""

import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import Model

from chat.models import Membership, Message, Room
from chat.services.messages.storing import NewMessage, Sent, send_together
from tests.chat.hearth import Hearth
from tests.support.in_process import a_user
from tests.support.plans import forget_statistics, rows_read, take_statistics

PAST, PEOPLE, OTHER_ROOMS = 5_000, 60, 60
TEXT = "It was so and so. " * 100  # a small table is faster read as a whole


@pytest.mark.django_db
@pytest.mark.parametrize("prepare", [forget_statistics, take_statistics])
def test_a_batch_reads_no_past_and_no_other_rooms(hearth: Hearth, prepare: Callable[[type[Model]], None]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL alone counts the rows it reads")
    people = [a_user(f"guest{number}") for number in range(PEOPLE)]
    room = hearth.room
    Membership.objects.bulk_create(
        Membership(room=room, user=person, rev=room.rev + number) for number, person in enumerate(people, start=1)
    )
    Message.objects.bulk_create(
        Message(
            room=room, author=people[seq % PEOPLE], nonce=uuid.uuid4(), seq=seq, rev=room.rev + PEOPLE + seq, text=TEXT
        )
        for seq in range(1, PAST + 1)
    )
    type(room).objects.filter(pk=room.pk).update(last_seq=PAST, rev=room.rev + PEOPLE + PAST)
    others = Room.objects.bulk_create(Room(name=f"Room {number}") for number in range(OTHER_ROOMS))
    Membership.objects.bulk_create(Membership(room=other, user=person) for other in others for person in people)
    prepare(Message)
    prepare(Membership)
    messages, memberships = rows_read(Message), rows_read(Membership)
    outcomes = send_together([NewMessage(person, room.pk, uuid.uuid4(), "And I?") for person in people])
    assert all(isinstance(outcome, Sent) and outcome.created for outcome in outcomes)
    assert rows_read(Message) == messages
    assert rows_read(Membership) <= memberships + PEOPLE, "more memberships than their own were read"
