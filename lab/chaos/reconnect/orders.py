"""Messages between the run and the process with the sockets, one line of JSON each. The two have separate
environments."""

from msgspec import Struct


class Storm(Struct):
    """Open this number of sockets with these tokens, and keep them open."""

    url: str
    tokens: list[str]
    sockets: int


class Heads(Struct):
    """The revs that all sockets should reach."""

    rooms: dict[int, int]


class Progress(Struct):
    """The number of sockets that are in, that have returned, and that had to sync; and the seconds it took."""

    sockets: int
    returned: int
    synced: int
    seconds: float
