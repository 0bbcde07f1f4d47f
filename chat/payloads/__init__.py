"""What the wire says of rooms, members and messages. Complete when made: delivering one asks the database nothing.

They are named `payloads.Message` where they are used, beside `models.Message`.
"""

from chat.payloads.drafts import Draft, Drafts
from chat.payloads.invitations import InvitedRoom, NewRoomInvitation, RoomInvitation
from chat.payloads.members import Ban, Member, Notify, Role
from chat.payloads.messages import EarlierText, Edits, History, Message, Pins, Reaction, Replies, Thread
from chat.payloads.rooms import FROM_ROOM, Kind, Posting, ReadMarker, RoomState, RoomSummary, SetupState
from chat.payloads.sync import Changes, OwnChanges, Sync

__all__ = [
    "FROM_ROOM",
    "Ban",
    "Changes",
    "Draft",
    "Drafts",
    "EarlierText",
    "Edits",
    "History",
    "InvitedRoom",
    "Kind",
    "Member",
    "Message",
    "NewRoomInvitation",
    "Notify",
    "OwnChanges",
    "Pins",
    "Posting",
    "Reaction",
    "ReadMarker",
    "Replies",
    "Role",
    "RoomInvitation",
    "RoomState",
    "RoomSummary",
    "SetupState",
    "Sync",
    "Thread",
]
