"""Payloads of rooms, members and messages. A payload is complete when it is made: sending it takes no query.

Code refers to them as `payloads.Message`, beside `models.Message`.
"""

from chat.payloads.drafts import Draft, Drafts
from chat.payloads.files import RoomFile, RoomFiles
from chat.payloads.held import Held, HeldMessage, HeldState
from chat.payloads.invitations import InvitedRoom, NewRoomInvitation, RoomInvitation
from chat.payloads.latest import LatestMessage, LatestMessages
from chat.payloads.members import Ban, Member, Notify, Role
from chat.payloads.messages import EarlierText, Edits, History, Message, Pins, Reaction, Replies, Thread
from chat.payloads.opening import Opening
from chat.payloads.rooms import (
    FROM_ROOM,
    Kind,
    Posting,
    ReadMarker,
    ReadMarkers,
    RoomShared,
    RoomState,
    RoomSummary,
    SetupState,
    state_of,
)
from chat.payloads.sections import Section, Sections
from chat.payloads.sync import Changes, OwnChanges, Sync

__all__ = [
    "FROM_ROOM",
    "Ban",
    "Changes",
    "Draft",
    "Drafts",
    "EarlierText",
    "Edits",
    "Held",
    "HeldMessage",
    "HeldState",
    "History",
    "InvitedRoom",
    "Kind",
    "LatestMessage",
    "LatestMessages",
    "Member",
    "Message",
    "NewRoomInvitation",
    "Notify",
    "Opening",
    "OwnChanges",
    "Pins",
    "Posting",
    "Reaction",
    "ReadMarker",
    "ReadMarkers",
    "Replies",
    "Role",
    "RoomFile",
    "RoomFiles",
    "RoomInvitation",
    "RoomShared",
    "RoomState",
    "RoomSummary",
    "Section",
    "Sections",
    "SetupState",
    "Sync",
    "Thread",
    "state_of",
]
