"""The people of a site."""

from msgspec import Struct


class Guest(Struct):
    """A person signed in on one device, and their rooms at the start."""

    user: int
    access: str
    refresh: str
    rooms: list[int]
    moderates: list[int] = []


class Population(Struct):
    guests: list[Guest]
    hosts: list[Guest]
    """Devices of the owner of all rooms, one for each worker."""
    watchers: list[list[Guest]]
    """People whom only faults add to and remove from rooms, with two devices each at two workers."""
    open_rooms: list[int]
    """Anybody may join and leave these."""
    closed_rooms: list[int]
    direct_rooms: list[int] = []
    names: list[str] = []
    """What calls the people."""


class Archive(Struct):
    """A large room in which its owner is alone, so that no client loads it. `messages`: ids, the oldest first."""

    room: int
    messages: list[int]
    owner: Guest
