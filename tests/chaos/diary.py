"""What one client wrote, was told and showed: all that the checker gets to know of it."""

import time
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """A message as it stands on the screen. Without a seq it is one's own and waits."""

    author: int
    nonce: str
    seq: int | None
    rev: int
    text: str
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened, and when, in seconds since 1970."""

    at: float
    room: int


@dataclass(frozen=True, slots=True)
class Wrote(Entry):
    nonce: str


@dataclass(frozen=True, slots=True)
class Acknowledged(Entry):
    """The server said that it has this message, or this state of it."""

    message: int
    row: Row


@dataclass(frozen=True, slots=True)
class Refused(Entry):
    nonce: str
    code: str


@dataclass(frozen=True, slots=True)
class Heard(Entry):
    """A message came in, in whatever way; `changed_at` is what it says of its last change, in seconds since 1970."""

    changed_at: float


@dataclass(frozen=True, slots=True)
class Joining(Entry):
    """The user asks to be let in: from now on the room may be theirs."""


@dataclass(frozen=True, slots=True)
class Left(Entry):
    """The server said that it is not theirs any more."""


@dataclass(frozen=True, slots=True)
class Inserted(Entry):
    """A row came to stand at this place of the room's screen, counted from the top."""

    place: int
    row: Row


@dataclass(frozen=True, slots=True)
class Replaced(Entry):
    place: int
    row: Row


@dataclass(frozen=True, slots=True)
class Removed(Entry):
    place: int


@dataclass(frozen=True, slots=True)
class Cleared(Entry):
    """The room's screen is empty."""


@dataclass(slots=True)
class Diary:
    user: int
    rooms: frozenset[int]
    """The rooms that were this user's when it began."""
    entries: list[Entry] = field(default_factory=list)

    def note(self, entry: Entry) -> None:
        self.entries.append(entry)


now = time.time
