"""Payloads of sync: what changed while a client was away."""

from uuid import UUID

from msgspec import Struct

from accounts.payloads import User
from chat.payloads.drafts import Draft
from chat.payloads.members import Member
from chat.payloads.messages import Message
from chat.payloads.rooms import RoomSummary
from chat.payloads.sections import Section


class Changes(Struct, frozen=True, omit_defaults=True):
    """What changed in one room since a client last heard of it; for a room that is no longer the client's, only `gone`."""

    head: int = 0
    messages: list[Message] | None = None
    members: list[Member] | None = None
    room: RoomSummary | None = None
    complete: bool | None = None
    reset: bool = False
    gone: bool = False


class OwnChanges(Struct, frozen=True, omit_defaults=True):
    """What changed of somebody's own state. `head`: the own rev up to which this tells everything."""

    head: int
    complete: bool
    rooms: list[RoomSummary]
    gone: list[int]
    drafts: list[Draft]
    user: User | None = None
    sections: list[Section] | None = None
    reset: bool = False


class Sync(Struct, frozen=True, omit_defaults=True):
    epoch: UUID
    rooms: dict[str, Changes]
    me: OwnChanges | None = None
