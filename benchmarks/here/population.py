"""What the runner knows of the site in which everybody is called."""

from msgspec import Struct


class Population(Struct):
    """`hall`: the large room. `caller`: the token of one of its members. `writers`: tokens of people in twenty rooms of ten. `awake`: how
    many others of the hall have used the site lately."""

    hall: int
    caller: str
    writers: list[str]
    awake: int


class Watched(Struct):
    """When it was so, by the monotonic clock. `stored`: each member but the caller had their item. `done`: nothing waited any more."""

    stored: float
    done: float
    dead: int


class TooLate(Exception):
    """Something was not done in the time it has."""
