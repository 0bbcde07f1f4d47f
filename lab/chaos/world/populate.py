"""Fill an empty site, in its own environment: `python -m lab.chaos.world.populate GUESTS ROOMS WORKERS` prints its
people.

Half of the rooms are public and half private. Every guest is in half of the public rooms and in one private room, so
that everybody has rooms they are not in. Where there are watchers, every two guests have a direct room.
The first two people of each room are its moderators. Watchers are in the
first public and the first private room.
"""

import sys
from collections.abc import Sequence

import django
import msgspec

django.setup()

from accounts.models import User
from accounts.services import sessions
from chat.models import Membership, Room
from chat.services.rooms import rooms
from chat.services.rooms.direct import open_direct
from lab.chaos.world.population import Guest, Population

MODERATORS = 2


def populate(guests: int, count: int, workers: int = 0) -> Population:
    host = a_user("host")
    users = [a_user(f"guest{number}") for number in range(guests)]
    watchers = [a_user(f"watcher{number}") for number in range(workers)]
    public = [shares(users, part, count // 2) for part in range(count // 2)]
    private = [users[part :: count - count // 2] for part in range(count - count // 2)]
    for members in (public[0], private[0]):
        members += watchers
    open_rooms = [a_room(host, Room.Kind.PUBLIC, members) for members in public]
    closed_rooms = [a_room(host, Room.Kind.PRIVATE, members) for members in private]
    direct_rooms = direct(users) if workers else []
    return Population(
        [sign_in(user) for user in users],
        [sign_in(host) for _ in range(workers)],
        [[sign_in(user), sign_in(user)] for user in watchers],
        [room.pk for room in open_rooms],
        [room.pk for room in closed_rooms],
        [room.pk for room in direct_rooms],
        [user.username for user in (host, *users, *watchers)],
    )


def a_user(name: str) -> User:
    return User.objects.create_user(name, email=f"{name}@example.org")


def shares(users: Sequence[User], part: int, parts: int) -> list[User]:
    """Half of the users, a different half for each part."""
    return [user for index, user in enumerate(users) if (index + part) % parts < max(1, parts // 2)]


def direct(users: Sequence[User]) -> list[Room]:
    return [open_direct(by=one, others=[other.pk]).room for one, other in zip(users[::2], users[1::2], strict=False)]


def a_room(owner: User, kind: Room.Kind, members: Sequence[User]) -> Room:
    room = rooms.create(owner=owner, name=f"{kind} room", kind=kind, members=[user.pk for user in members])
    first = room.memberships.filter(user__in=members[:MODERATORS])
    first.update(role=Membership.Role.MODERATOR)
    # As if they had joined of their own accord, so that no membership waits to be accepted.
    room.memberships.update(accepted=True, added_by=None)
    return room


def sign_in(user: User) -> Guest:
    pair = sessions.begin(user)
    mine = Membership.objects.current().filter(user=user)
    moderated = mine.filter(role=Membership.Role.MODERATOR)
    rooms_of = [list(each.values_list("room_id", flat=True)) for each in (mine, moderated)]
    return Guest(user.pk, pair.access, pair.refresh, *rooms_of)


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(populate(*map(int, sys.argv[1:]))))
