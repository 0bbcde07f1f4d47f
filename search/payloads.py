"""The wire shapes of search. See docs/protocol.md, Search."""

import msgspec

from accounts.payloads import User
from chat import payloads
from chat.models import Message
from chat.payloads.latest import LatestFile
from files.payloads import File

FENCES = ("```", "~~~")


class Neighbour(msgspec.Struct, frozen=True):
    """The message before or after a hit: its author, the first line of its text, at most 200 characters, and its
    files."""

    id: int
    seq: int
    author: User
    text: str
    files: list[LatestFile]

    @classmethod
    def of(cls, message: Message) -> "Neighbour":
        """Of a message as `selectors.first_lines_at` reads it."""
        lines = message.beginning.strip().splitlines() or [""]  # type: ignore[attr-defined]
        # The fence of a code block says nothing of what the block is about.
        line = next((each for each in lines if each.strip() and not each.lstrip().startswith(FENCES)), lines[0])
        files = [LatestFile.of(File.from_row(row)) for row in message.files or ()]
        return cls(message.pk, message.seq, User.of(message.author), line, files)


class Result(msgspec.Struct, frozen=True):
    """`matches`: [start, end] in code points of the message's text, ascending."""

    message: payloads.Message
    room: int
    matches: list[tuple[int, int]]
    before: Neighbour | None
    after: Neighbour | None


class FoundFile(msgspec.Struct, frozen=True):
    file: File
    room: int
    message: int
    seq: int


class Note(msgspec.Struct, frozen=True):
    """Something the answer says about the query; `part` is the piece of it that is meant."""

    code: str
    part: str


class Found(msgspec.Struct, frozen=True):
    """A page of results. `rooms`, `people` and `files` come with the first page. `next`: the URL of the next page, or
    null."""

    results: list[Result]
    rooms: list[payloads.RoomSummary]
    people: list[User]
    files: list[FoundFile]
    notes: list[Note]
    next: str | None
