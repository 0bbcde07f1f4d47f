"""Admin pages of people, sessions and invitations."""

from accounts.admin.acts import ActAdmin
from accounts.admin.groups import GroupAdmin
from accounts.admin.invitations import InvitationAdmin
from accounts.admin.people import PeopleAdmin
from accounts.admin.sessions import SessionAdmin

__all__ = ["ActAdmin", "GroupAdmin", "InvitationAdmin", "PeopleAdmin", "SessionAdmin"]
