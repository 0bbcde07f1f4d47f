"""Messages that wait for somebody to look at them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from accounts.payloads import User
from files.payloads import File

HeldState = Literal["waiting", "released", "refused", "withdrawn"]


class HeldMessage(Struct, frozen=True):
    """It has no `seq`: once it is released it is a new message with this nonce. `note`: what its author is told, of why
    it waits or was refused."""

    id: int
    room: int
    nonce: UUID
    author: User
    text: str
    reply_to: int | None
    thread: int | None
    files: list[File]
    at: datetime
    state: HeldState
    note: str


class Held(Struct, frozen=True):
    """The answer to a message that is held."""

    held: HeldMessage
