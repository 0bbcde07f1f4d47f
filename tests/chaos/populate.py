"""Fills an empty site, in its own environment: `python -m tests.chaos.populate GUESTS ROOMS` prints who lives there.

Half of the rooms are public and half private. Everybody is in half of the public ones and in one private one, so that everybody has rooms
that are not theirs.
"""

import sys
from collections.abc import Sequence

import django
import msgspec

django.setup()

from accounts import tokens
from accounts.models import User
from chat.models import Room
from chat.services import rooms
from tests.chaos.population import Guest, Population


def populate(guests: int, count: int) -> Population:
    host = a_user("host")
    users = [a_user(f"guest{number}") for number in range(guests)]
    public = [a_room(host, Room.Kind.PUBLIC, shares(users, part, count // 2)) for part in range(count // 2)]
    private = [a_room(host, Room.Kind.PRIVATE, users[part :: count - count // 2]) for part in range(count - count // 2)]
    return Population([sign_in(user) for user in users], [room.pk for room in public], [room.pk for room in private])


def a_user(name: str) -> User:
    return User.objects.create_user(name, email=f"{name}@example.org")


def shares(users: Sequence[User], part: int, parts: int) -> list[User]:
    """Half of them, another half for each part."""
    return [user for index, user in enumerate(users) if (index + part) % parts < max(1, parts // 2)]


def a_room(owner: User, kind: Room.Kind, members: Sequence[User]) -> Room:
    return rooms.create(owner=owner, name=f"{kind} room", kind=kind, members=[user.pk for user in members])


def sign_in(user: User) -> Guest:
    pair = tokens.begin(user)
    mine = Room.objects.for_member(user).values_list("pk", flat=True)
    return Guest(user.pk, pair.access, pair.refresh, list(mine))


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(populate(*map(int, sys.argv[1:]))))
