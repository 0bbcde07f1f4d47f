"""Who lives on the site."""

from msgspec import Struct


class Guest(Struct):
    """Somebody signed in on one device, and the rooms they are in from the start."""

    user: int
    access: str
    refresh: str
    rooms: list[int]
    moderates: list[int] = []


class Population(Struct):
    guests: list[Guest]
    hosts: list[Guest]
    """Devices of who owns every room, one for each worker."""
    watchers: list[list[Guest]]
    """People whom only faults put into rooms and out of them, with two devices each, one for each worker."""
    open_rooms: list[int]
    """Anybody may join and leave these."""
    closed_rooms: list[int]
