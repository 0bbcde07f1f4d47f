"""Who lives on the site."""

from msgspec import Struct


class Guest(Struct):
    """Somebody signed in, and the rooms they are in from the start."""

    user: int
    access: str
    refresh: str
    rooms: list[int]


class Population(Struct):
    guests: list[Guest]
    open_rooms: list[int]
    """Anybody may join and leave these."""
    closed_rooms: list[int]
