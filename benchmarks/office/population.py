"""The office from the inside: `python -m benchmarks.office.population PEOPLE` makes it, and prints who is there as JSON."""

import sys
import uuid
from collections.abc import Sequence
from datetime import timedelta

import django
import msgspec

django.setup()

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import sessions
from benchmarks.office.driver import Member
from benchmarks.search.texts import Texts
from chat.models import Membership, Message, Room
from core.answer_size import batches

DEPARTMENT, PROJECT, PROJECTS_EACH = 50, 20, 10
MESSAGES = 50
# How often a person writes in a room of each kind, of 20 times: hardly ever where all are.
IN_DEPARTMENT, IN_PROJECTS = 5, 15
AT_ONCE = 5_000


@transaction.atomic
def populate(count: int) -> list[Member]:
    people = User.objects.bulk_create(User(username=f"colleague{number}") for number in range(count))
    hall = [("Everybody", people)]
    departments = [
        (f"Department {number}", people[start : start + DEPARTMENT])
        for number, start in enumerate(range(0, count, DEPARTMENT))
    ]
    projects = [
        (f"Project {turn}-{start}", [people[(start + step * (turn * 7 + 1)) % count] for step in range(PROJECT)])
        for turn in range(PROJECTS_EACH)
        for start in range(0, count, PROJECT)
    ]
    groups = [(name, list(dict.fromkeys(members))) for name, members in [*hall, *departments, *projects]]
    rooms = Room.objects.bulk_create(
        Room(name=name, member_count=len(members), last_seq=MESSAGES, rev=MESSAGES + 1) for name, members in groups
    )
    memberships = [
        Membership(room=room, user=user, rev=1, last_read_seq=MESSAGES)
        for room, (_, members) in zip(rooms, groups, strict=True)
        for user in members
    ]
    Membership.objects.bulk_create(memberships, batch_size=AT_ONCE)
    fill(rooms, people)
    mine: dict[int, list[int]] = {user.pk: [] for user in people}
    for room, (name, members) in zip(rooms[1:], groups[1:], strict=True):
        for user in members:
            mine[user.pk] += [room.pk] * (IN_DEPARTMENT if name.startswith("Department") else IN_PROJECTS // 5)
    # Every second person has a phone too.
    return [
        Member([sessions.begin(user).access for _ in range(1 + number % 2)], mine[user.pk])
        for number, user in enumerate(people)
    ]


def fill(rooms: Sequence[Room], people: Sequence[User]) -> None:
    texts, now = Texts(7).endless(), timezone.now()
    rows = (
        Message(
            room=room,
            seq=seq,
            rev=seq + 1,
            author=people[(room.pk + seq) % len(people)],
            nonce=uuid.uuid4(),
            text=next(texts),
            created_at=now - timedelta(minutes=MESSAGES - seq),
        )
        for room in rooms
        for seq in range(1, MESSAGES + 1)
    )
    for some in batches(rows, AT_ONCE):
        Message.objects.bulk_create(some)


if __name__ == "__main__":
    made = populate(int(sys.argv[1]))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    sys.stdout.buffer.write(msgspec.json.encode(made))
