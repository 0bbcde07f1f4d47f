"""What the measures know of the site."""

from msgspec import Struct


class LargeSite(Struct):
    """`reader`: the user name of who holds the phone. `long`, `other`: ids of rooms with hundreds of messages. `crowded`: of the
    room with 2,000 members."""

    reader: str
    long: int
    other: int
    crowded: int
