"""What somebody wants to be told of: on the site, in a room, in a thread."""

from enum import IntEnum


class Level(IntEnum):
    """The higher, the more. A room's is `Membership.notify`, by name."""

    NOTHING = 0
    MENTIONS = 1
    ALL = 2

    @classmethod
    def named(cls, name: str) -> "Level":
        return cls[name.upper()]
