"""What the checker found."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    LOST = "lost"
    DOUBLED = "doubled"
    OUT_OF_ORDER = "out_of_order"
    FOREIGN = "foreign"
    """Told to somebody whose room it is not, or stored though nobody wrote it."""
    UNSETTLED = "unsettled"
    """Written, and in the end neither acknowledged nor refused."""


@dataclass(frozen=True, slots=True)
class Violation:
    kind: Kind
    room: int
    what: str
    user: int | None = None

    def __str__(self) -> str:
        whom = f" of user {self.user}" if self.user is not None else ""
        return f"{self.kind}: room {self.room}{whom}: {self.what}"


Violations = Iterator[Violation]
