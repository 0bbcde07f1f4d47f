"""The wire shapes of search. See docs/protocol.md, Search."""

import msgspec

from accounts.payloads import User
from chat import payloads
from files.payloads import File


class Neighbour(msgspec.Struct):
    """The message before or after a hit: its author and the first line of its text."""

    id: int
    seq: int
    author: User
    text: str


class Result(msgspec.Struct):
    """`matches`: [start, end] in code points of the message's text, ascending."""

    message: payloads.Message
    room: int
    matches: list[tuple[int, int]]
    before: Neighbour | None
    after: Neighbour | None


class FoundFile(msgspec.Struct):
    file: File
    room: int
    message: int
    seq: int


class Note(msgspec.Struct):
    """Something the answer says about the query; `part` is the piece of it that is meant."""

    code: str
    part: str
