"""Who lives on the site that is measured."""

from msgspec import Struct


class Guest(Struct):
    """Somebody signed in."""

    user: int
    token: str


class Population(Struct):
    """Listeners are in the hall and nowhere else, regulars in twenty rooms each, senders in one of twenty rooms of ten."""

    hall: int
    archive: int
    listeners: list[Guest]
    regulars: list[Guest]
    senders: list[Guest]
    reader: Guest  # alone in the archive, with its long history
