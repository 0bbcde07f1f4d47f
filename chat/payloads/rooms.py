"""A room: its state for all members, and its summary for one member."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct, field

from accounts.payloads import User
from chat import models
from chat.payloads.members import Notify, Role

# Strings whose values the schema lists.
Kind = Annotated[str, Meta(extra_json_schema={"enum": models.Room.Kind.values})]
Posting = Annotated[str, Meta(extra_json_schema={"enum": models.Room.Posting.values})]


class RoomState(Struct, frozen=True):
    """What a room is to everybody in it: the fields of the frame `room`, and the first of a summary.

    A frame begins with `room` and `rev`, which is read without the rest (chat/protocol/room_frames.py).
    """

    room: int
    rev: int
    kind: Kind
    name: str
    topic: str
    picture: str | None
    created_at: datetime
    archived_at: datetime | None
    posting: Posting
    slow_seconds: int
    # The id of the room where the conversation of an archived one goes on. Not everybody here may open that room.
    successor: int | None


def state_of(room: models.Room, fields: Iterable[str]) -> dict[str, Any]:
    """These fields of a room as the wire has them: null for no picture."""
    return {name: getattr(room, _COLUMNS.get(name, name)) for name in fields} | {"picture": room.picture or None}


_COLUMNS = {"successor": "successor_id"}


class RoomShared(RoomState, frozen=True):
    """The first fields of a summary, which are the same for all members. Each change of them takes a rev of the room."""

    room: int = field(name="id")
    last_seq: int
    last_message_at: datetime | None
    member_count: int

    @property
    def id(self) -> int:
        return self.room


class RoomSummary(RoomShared, frozen=True):
    """A room as one user sees it in a list."""

    role: Role | None
    last_read_seq: int
    unread: int
    mentions: int
    notify: Notify
    muted: bool
    favourite: bool
    # The member's own section that lists the room.
    section: int | None
    # The number of moves of the member's marker, and the own rev of the member's last change in this room.
    read_rev: int
    mine_rev: int
    people: list[User]
    # The person who added the member, until the member says to stay.
    added_by: User | None

    @classmethod
    def of(
        cls,
        room: models.Room,
        membership: models.Membership | None,
        *,
        unread: int = 0,
        mentions: int = 0,
        people: Sequence[User] = (),
        added_by: User | None = None,
    ) -> "RoomSummary":
        """`people`: the other people of a direct room."""
        mine = membership or models.Membership()
        return cls(
            room=room.pk,
            **state_of(room, FROM_ROOM),
            **{name: getattr(mine, name) for name in FROM_MEMBERSHIP},
            section=mine.section_id,
            role=membership.role if membership else None,
            unread=unread,
            mentions=mentions,
            people=list(people),
            added_by=added_by,
        )


# The summary's fields by the model that has a column or property of that name.
FROM_ROOM = RoomShared.__struct_fields__[1:]
FROM_MEMBERSHIP = ("last_read_seq", "notify", "muted", "favourite", "read_rev", "mine_rev")


class ReadMarker(Struct, frozen=True):
    last_read_seq: int


class ReadMarkers(Struct, frozen=True):
    """`rooms`: the seq of the marker by room id."""

    rooms: dict[str, int]


class SetupState(Struct, frozen=True):
    needed: bool
