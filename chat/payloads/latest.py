"""The newest message of a room, as a line of a list of rooms."""

from datetime import datetime

from msgspec import Struct

from accounts.payloads import User
from chat import models
from files.payloads import File

# Characters of the text, and of a file's name: more than a line holds.
TEXT_SHOWN, NAME_SHOWN = 200, 60


class LatestFile(Struct, frozen=True):
    """What a line may say of a file. `name`: the beginning of the name."""

    name: str
    type: str
    width: int | None

    @classmethod
    def of(cls, file: File) -> "LatestFile":
        return cls(file.name[:NAME_SHOWN], file.type, file.width)


class LatestMessage(Struct, frozen=True):
    """`text`: the beginning of the text, empty when the message is deleted or has only files."""

    room: int
    seq: int
    rev: int
    author: User
    text: str
    created_at: datetime
    deleted_at: datetime | None
    files: list[LatestFile]

    @classmethod
    def of(cls, message: models.Message) -> "LatestMessage":
        """Of a message as `selectors.latest_messages` reads it."""
        return cls(
            message.room_id,
            message.seq,
            message.rev,
            User.of(message.author),
            message.beginning,  # type: ignore[attr-defined]
            message.created_at,
            message.deleted_at,
            [LatestFile.of(File.from_row(row)) for row in message.files or ()],
        )


class LatestMessages(Struct, frozen=True):
    messages: list[LatestMessage]
