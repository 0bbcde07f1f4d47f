"""The history of one client: what it wrote, what it was told and what it showed. The checker knows nothing else of a
client."""

import time
from dataclasses import dataclass, field

from lab.chaos.uploads.content import Content


@dataclass(frozen=True, slots=True)
class Row:
    """A message as the screen shows it. A row without a seq is the client's own, not stored yet."""

    author: int
    nonce: str
    seq: int | None
    rev: int
    text: str
    deleted: bool = False
    files: tuple[str, ...] = ()
    """Ids, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event. `at` is in seconds since 1970."""

    at: float
    room: int


@dataclass(frozen=True, slots=True)
class Wrote(Entry):
    """The client is about to send a message for the first time."""

    nonce: str
    text: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changing(Entry):
    """The client is about to give its own message this text; an empty text deletes it."""

    nonce: str
    text: str


@dataclass(frozen=True, slots=True)
class Acknowledged(Entry):
    """The server acknowledged this message, or this state of it."""

    message: int
    row: Row


@dataclass(frozen=True, slots=True)
class Refused(Entry):
    nonce: str
    code: str


@dataclass(frozen=True, slots=True)
class Heard(Entry):
    """A message arrived in any way, in the state with this text. A tombstone has no text."""

    author: int
    nonce: str
    text: str


@dataclass(frozen=True, slots=True)
class Entering(Entry):
    """A request goes out that makes this user a member."""

    user: int


@dataclass(frozen=True, slots=True)
class Entered(Entry):
    """The request was answered with success or a refusal. After a refusal, earlier tries have no effect any more
    either."""

    user: int


@dataclass(frozen=True, slots=True)
class Ending(Entry):
    """A request goes out that ends this user's membership."""

    user: int


@dataclass(frozen=True, slots=True)
class Ended(Entry):
    """The server acknowledged the end of the membership."""

    user: int


@dataclass(frozen=True, slots=True)
class Kept(Entry):
    """The server acknowledged this value of the user's own state. `room` is 0 for state outside rooms."""

    field: str
    value: str | int | bool


@dataclass(frozen=True, slots=True)
class Place:
    """A member's own state in a room."""

    last_read_seq: int
    notify: str
    muted: bool
    favourite: bool
    added_by: int | None


@dataclass(frozen=True, slots=True)
class Stands(Entry):
    """The room's entry in the list of rooms; None when the room has left the list."""

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
    """A row was inserted at this place of the room's screen, counted from the top."""

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
    """The room's screen was emptied."""


@dataclass(frozen=True, slots=True)
class Counted(Entry):
    """The server acknowledged that it has the bytes of an upload up to this offset."""

    upload: str
    offset: int
    content: Content


@dataclass(frozen=True, slots=True)
class Uploaded(Entry):
    """The server acknowledged that a file is complete."""

    file: str
    content: Content


@dataclass(frozen=True, slots=True)
class UploadRefused(Entry):
    """`upload` is empty where it had not begun."""

    upload: str
    code: str


@dataclass(frozen=True, slots=True)
class Cancelled(Entry):
    """The client is about to cancel its upload."""

    upload: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that a search found."""

    room: int
    author: int
    nonce: str
    rev: int
    text: str


@dataclass(frozen=True, slots=True)
class Sought(Entry):
    """A search for a word of a message in this room. `at` is when its request went out."""

    answered_at: float
    word: str
    found: tuple[Hit, ...]
    is_complete: bool = True
    """False where the answer says that the index is not."""


@dataclass(slots=True)
class Diary:
    user: int
    rooms: frozenset[int]
    """The user's rooms when the client began."""
    entries: list[Entry] = field(default_factory=list)

    def note(self, entry: Entry) -> None:
        self.entries.append(entry)


now = time.time
