"""The crowd from the inside: `python -m benchmarks.crowd.population MEMBERS ONLINE JOINERS REMOVED` prints who is there as JSON."""

import sys

import django
import msgspec

django.setup()

from django.db import connection, transaction

from accounts.models import User
from accounts.services import sessions
from benchmarks.crowd.people import People
from chat.models import Membership, Room

AT_ONCE = 5_000


@transaction.atomic
def populate(members: int, online: int, joiners: int, removed: int) -> People:
    """The removed are members without a device, so that every message is for every device."""
    users = User.objects.bulk_create(
        [User(username=f"member{number}") for number in range(members + joiners)], batch_size=AT_ONCE
    )
    inside, outside = users[:members], users[members:]
    hall = Room.objects.create(name="Hall", member_count=members, rev=members)
    rows = [
        Membership(
            room=hall, user=user, rev=number + 1, role=Membership.Role.MEMBER if number else Membership.Role.OWNER
        )
        for number, user in enumerate(inside)
    ]
    Membership.objects.bulk_create(rows, batch_size=AT_ONCE)
    return People(
        hall=hall.pk,
        owner=sessions.begin(inside[0]).access,
        online=[sessions.begin(user).access for user in inside[1 : online + 1]],
        joiners=[sessions.begin(user).access for user in outside],
        removed=[user.pk for user in inside[-removed:]],
    )


if __name__ == "__main__":
    made = populate(*map(int, sys.argv[1:]))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    sys.stdout.buffer.write(msgspec.json.encode(made))
