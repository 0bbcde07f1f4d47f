"""What the checker found, by the names that Maelstrom and Jepsen give to anomalies."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Anomaly(StrEnum):
    LOST_WRITE = "lost_write"
    """Acknowledged, and not in the database."""
    UNOBSERVED = "unobserved"
    """In the database, and not shown to somebody who should see it."""
    SKIP = "skip"
    """Not shown between others that are."""
    NON_MONOTONIC = "non_monotonic"
    """A number, a place or a time that goes backwards."""
    DOUBLED = "doubled"
    FOREIGN = "foreign"
    """Told to somebody whose room it is not, or stored though nobody wrote it."""
    UNSETTLED = "unsettled"
    """Written, and in the end neither acknowledged nor refused."""
    LATE = "late"
    """Right in the end, but not within the time that is promised."""


# What the figures are called that count several of them together.
SUMS = {
    "lost": (Anomaly.LOST_WRITE, Anomaly.UNOBSERVED, Anomaly.SKIP),
    "out_of_order": (Anomaly.NON_MONOTONIC,),
}


@dataclass(frozen=True, slots=True)
class Violation:
    anomaly: Anomaly
    room: int
    what: str
    user: int | None = None

    def __str__(self) -> str:
        whom = f" of user {self.user}" if self.user is not None else ""
        where = f"room {self.room}" if self.room else "no room"
        return f"{self.anomaly}: {where}{whom}: {self.what}"


Violations = Iterator[Violation]
