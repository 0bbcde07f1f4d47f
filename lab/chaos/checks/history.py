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
    """A message is about to be sent for the first time."""

    nonce: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Changing(Entry):
    """One's own message is about to get this text; an empty one deletes it."""

    nonce: str
    text: str


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
    """A message came in, in whatever way, in the state that has this text; a tombstone has none."""

    author: int
    nonce: str
    text: str


@dataclass(frozen=True, slots=True)
class Entering(Entry):
    """A call goes out that makes this user a member."""

    user: int


@dataclass(frozen=True, slots=True)
class Entered(Entry):
    """It was answered: with success, or with a refusal, after which an earlier try has no effect any more either."""

    user: int


@dataclass(frozen=True, slots=True)
class Ending(Entry):
    """A call goes out that ends this user's membership."""

    user: int


@dataclass(frozen=True, slots=True)
class Ended(Entry):
    """The server said that the room is not theirs any more."""

    user: int


@dataclass(frozen=True, slots=True)
class Kept(Entry):
    """The server said that it has this value of the user's own state; `room` is 0 where it is of no room."""

    field: str
    value: str | int | bool


@dataclass(frozen=True, slots=True)
class Place:
    """What is somebody's own in a room they are in."""

    last_read_seq: int
    notify: str
    muted: bool
    favourite: bool
    added_by: int | None


@dataclass(frozen=True, slots=True)
class Stands(Entry):
    """What the list of rooms says of this room; None where it is not in the list any more."""

    place: Place | None


@dataclass(frozen=True, slots=True)
class Drafted(Entry):
    thread: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Named(Entry):
    display_name: str
    status: str


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
