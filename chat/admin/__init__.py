"""Rooms, invitations to them, bans, memberships, messages and their files in the admin. Every change calls a service, as
REST and sockets do; the service publishes its events."""

from chat.admin.bans import BanAdmin
from chat.admin.files import FileAdmin
from chat.admin.invitations import RoomInvitationAdmin
from chat.admin.memberships import MembershipAdmin
from chat.admin.messages import MessageAdmin
from chat.admin.rooms import RoomAdmin
from chat.admin.usage import RoomUsageAdmin

__all__ = [
    "BanAdmin",
    "FileAdmin",
    "MembershipAdmin",
    "MessageAdmin",
    "RoomAdmin",
    "RoomInvitationAdmin",
    "RoomUsageAdmin",
]
