"""The files of a room."""

from datetime import datetime

from msgspec import Struct

from accounts.payloads import User
from chat import models
from files.payloads import File


class RoomFile(Struct, frozen=True):
    """A file, the id and seq of the message that carries it, and who sent that when."""

    file: File
    message: int
    seq: int
    author: User
    at: datetime

    @classmethod
    def of(cls, row: models.MessageFile) -> "RoomFile":
        """`row.file` and `row.message.author` must be loaded."""
        message = row.message
        return cls(File.of(row.file), message.pk, message.seq, User.of(message.author), message.created_at)


class RoomFiles(Struct, frozen=True):
    """A page of a room's files, the newest first. `next`: the address of the next page, or null."""

    files: list[RoomFile]
    next: str | None
