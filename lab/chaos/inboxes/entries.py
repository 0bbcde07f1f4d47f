"""What a client's history has of its inbox. `room` is 0 for what concerns the whole inbox."""

from dataclasses import dataclass

from lab.chaos.checks.history import Entry


@dataclass(frozen=True, slots=True)
class Wishing(Entry):
    """A request goes out that gives a preference of the room this value."""

    field: str
    value: str | bool


@dataclass(frozen=True, slots=True)
class Marking(Entry):
    """A request goes out that marks these items as done, or as undone."""

    items: tuple[int, ...]
    done: bool
    up_to: int = 0
    """It also marks all older ones that are there by then; 0 without that."""


@dataclass(frozen=True, slots=True)
class Marked(Entry):
    """The server acknowledged that these items are marked."""

    items: tuple[int, ...]
    done: bool


@dataclass(frozen=True, slots=True)
class Badge(Entry):
    """The number that the client shows. It counts to MOST_COUNTED."""

    unread: int


MOST_COUNTED = 100
