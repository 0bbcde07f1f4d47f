"""The anomalies that the checker finds, named as in Maelstrom and Jepsen."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Anomaly(StrEnum):
    LOST_WRITE = "lost_write"
    """A message that was acknowledged and is not in the database."""
    UNOBSERVED = "unobserved"
    """A message in the database that a person should see and does not."""
    SKIP = "skip"
    """A message that is not shown between two that are."""
    NON_MONOTONIC = "non_monotonic"
    """A seq, a place or a time that goes backward."""
    DOUBLED = "doubled"
    FOREIGN = "foreign"
    """A message that reached a person outside the room, or is stored though nobody wrote it."""
    UNSETTLED = "unsettled"
    """A message that was written, and in the end neither acknowledged nor refused."""
    LATE = "late"
    """Right in the end, but not within the promised time."""


# Figures that sum several anomalies.
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
