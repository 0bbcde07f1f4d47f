"""The newest message of a room, as a line of a list of rooms."""

from datetime import datetime

from msgspec import Struct

from accounts.payloads import User
from chat import models

# Characters of the text: more than a line holds.
TEXT_SHOWN = 200


class LatestMessage(Struct, frozen=True):
    """`text`: the beginning of the text, empty when the message is deleted."""

    room: int
    seq: int
    rev: int
    author: User
    text: str
    created_at: datetime
    deleted_at: datetime | None

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
        )


class LatestMessages(Struct, frozen=True):
    messages: list[LatestMessage]
