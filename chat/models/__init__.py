"""What is stored. Each visible change takes the next `rev` of its room (see docs/architecture.md, "Numbers, not clocks")."""

from chat.models.epoch import Epoch
from chat.models.membership import Membership
from chat.models.message import Message
from chat.models.room import Room

__all__ = ["Epoch", "Membership", "Message", "Room"]
