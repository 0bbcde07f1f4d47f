"""The stored models. Each visible change takes the next `rev` of its room (docs/decisions/data/rev-and-seq.md)."""

from chat.models.ban import Ban
from chat.models.departure import Departure
from chat.models.draft import Draft
from chat.models.epoch import Epoch
from chat.models.guards import PersonGuards, SiteGuards
from chat.models.kept_message import KeptFile, KeptMessage
from chat.models.membership import Membership
from chat.models.mention import Mention
from chat.models.message import EarlierText, Message
from chat.models.message_file import MessageFile
from chat.models.own_state import OwnState
from chat.models.reaction import Reaction
from chat.models.refused_retry import RefusedRetry
from chat.models.room import Room
from chat.models.room_invitation import RoomInvitation
from chat.models.room_usage import RoomUsage
from chat.models.section import Section

__all__ = [
    "Ban",
    "Departure",
    "Draft",
    "EarlierText",
    "Epoch",
    "KeptFile",
    "KeptMessage",
    "Membership",
    "Mention",
    "Message",
    "MessageFile",
    "OwnState",
    "PersonGuards",
    "Reaction",
    "RefusedRetry",
    "Room",
    "RoomInvitation",
    "RoomUsage",
    "Section",
    "SiteGuards",
]
