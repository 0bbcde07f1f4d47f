"""Rooms, invitations to them, bans, memberships and messages in the admin. Every change calls a service, as REST and
sockets do; the service publishes its events."""

from chat.admin.bans import BanAdmin
from chat.admin.invitations import RoomInvitationAdmin
from chat.admin.memberships import MembershipAdmin
from chat.admin.messages import MessageAdmin
from chat.admin.rooms import RoomAdmin

__all__ = ["BanAdmin", "MembershipAdmin", "MessageAdmin", "RoomAdmin", "RoomInvitationAdmin"]
