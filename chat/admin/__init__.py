"""Rooms, invitations to them, bans, memberships and messages in the admin. Every change takes the way of REST and socket: a service, then
its events."""

from chat.admin.bans import BanAdmin
from chat.admin.invitations import RoomInvitationAdmin
from chat.admin.memberships import MembershipAdmin
from chat.admin.messages import MessageAdmin
from chat.admin.rooms import RoomAdmin

__all__ = ["BanAdmin", "MembershipAdmin", "MessageAdmin", "RoomAdmin", "RoomInvitationAdmin"]
