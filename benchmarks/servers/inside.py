"""What is done to Irori from the inside, in its own environment: people and rooms in bulk, a frame published as the site publishes its own.

`python -m benchmarks.servers.inside populate | publish ROOM TEXT | fill ROOM MESSAGES`
"""

import sys
from collections.abc import Iterable, Sequence

import django
import msgspec

django.setup()

from django.db import connection, transaction
from django.db.models import Model

from accounts.models import Session, User
from accounts.services import sessions
from benchmarks.servers.population import Guest, Population
from chat import events
from chat.models import Membership, Message, Room

HALL_GUESTS = 1_000
REGULARS, REGULARS_ROOMS, ROOMS_EACH = 2_000, 200, 20
SENDERS, SENDERS_ROOMS = 200, 20


@transaction.atomic
def populate() -> Population:
    hall, archive = rooms("hall", 1)[0], rooms("archive", 1)[0]
    listeners = people("listener", HALL_GUESTS)
    enter((hall, user) for user in listeners)
    regulars = people("regular", REGULARS)
    taverns = rooms("tavern", REGULARS_ROOMS)
    enter((tavern, user) for index, user in enumerate(regulars) for tavern in around(taverns, index * ROOMS_EACH))
    senders = people("sender", SENDERS)
    circles = rooms("circle", SENDERS_ROOMS)
    enter((circles[index % SENDERS_ROOMS], user) for index, user in enumerate(senders))
    reader = people("reader", 1)
    enter([(archive, reader[0])])
    return Population(hall.pk, archive.pk, sign_in(listeners), sign_in(regulars), sign_in(senders), sign_in(reader)[0])


def people(kind: str, count: int) -> list[User]:
    return User.objects.bulk_create([User(username=f"{kind}{number}") for number in range(count)])


def rooms(kind: str, count: int) -> list[Room]:
    return Room.objects.bulk_create([Room(name=f"{kind} {number}") for number in range(count)])


def around(taverns: Sequence[Room], start: int) -> list[Room]:
    return [taverns[(start + step) % len(taverns)] for step in range(ROOMS_EACH)]


def enter(pairs: Iterable[tuple[Room, User]]) -> None:
    """As chat.services.rooms.memberships does, without telling anybody: there is nobody yet."""
    memberships = []
    known = {}
    for room, user in pairs:
        room.rev += 1
        room.member_count += 1
        memberships.append(Membership(room=room, user=user, rev=room.rev))
        known[room.pk] = room
    Membership.objects.bulk_create(memberships, batch_size=5_000)
    Room.objects.bulk_update(known.values(), ["rev", "member_count"])


def sign_in(users: Sequence[User]) -> list[Guest]:
    return [Guest(user.pk, sessions.begin(user).access) for user in users]


def publish(room: int, text: str) -> None:
    """A finished frame, which is a JSON object: 11 bytes longer than what most peers publish."""
    events.publish([(events.room_group(room), msgspec.json.encode({"text": text}))])


def fill(room: int, count: int) -> None:
    """History as if it had been said, one message a second until now."""
    author = Membership.objects.filter(room=room).values_list("user_id", flat=True)[0]
    with transaction.atomic(), connection.cursor() as cursor:
        # No foreign key is checked row by row: these rows are known to be right.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            f"""
            INSERT INTO {Message._meta.db_table} (room_id, seq, rev, author_id, nonce, text, mentions_here, created_at)
            SELECT
              %s, n, n + 1, %s, gen_random_uuid(), rpad('message ' || n || ' ', 100, 'x'), false, now() - (%s - n) * interval '1 second'
            FROM generate_series(1, %s) AS n
            """,  # noqa: S608 (the table's own name)
            [room, author, count, count],
        )
        Room.objects.filter(pk=room).update(last_seq=count, rev=count + 1)
    tidy(Message)


def tidy(*models: type[Model]) -> None:
    """What autovacuum does to tables that have grown, within a minute: until then PostgreSQL plans for the few rows there were."""
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {', '.join(model._meta.db_table for model in models)}")


def main(command: str, *arguments: str) -> None:
    match command, arguments:
        case "populate", []:
            population = populate()
            tidy(User, Session, Room, Membership)
            sys.stdout.buffer.write(msgspec.json.encode(population))
        case "publish", [room, text]:
            publish(int(room), text)
        case "fill", [room, count]:
            fill(int(room), int(count))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
