from typing import NamedTuple

from search.matching.segments import Segment


class Place(NamedTuple):
    """Where a message stands in the order of all messages. `at`: when it was sent, in microseconds since 1970."""

    at: int
    room_id: int
    seq: int


class Hit(NamedTuple):
    place: Place
    segment: Segment


# Before every message there is.
NEWEST = Place(2**63 - 1, 0, 0)
