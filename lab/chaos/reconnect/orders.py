"""What passes between the run and the crowd of sockets, a line of JSON each: they live in two environments."""

from msgspec import Struct


class Storm(Struct):
    """Open so many sockets with these tokens, and keep them open."""

    url: str
    tokens: list[str]
    sockets: int


class Heads(Struct):
    """Everybody should have these revs of their rooms now."""

    rooms: dict[int, int]


class Progress(Struct):
    """How many have come in so far, how many of them again, how many have had to ask for what they missed, and how long it took."""

    sockets: int
    returned: int
    synced: int
    seconds: float
