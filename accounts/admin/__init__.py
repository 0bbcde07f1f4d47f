"""People and their devices in the admin."""

from accounts.admin.people import PeopleAdmin
from accounts.admin.sessions import SessionAdmin

__all__ = ["PeopleAdmin", "SessionAdmin"]
