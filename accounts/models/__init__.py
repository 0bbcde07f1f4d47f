"""Who can sign in, and where they are signed in."""

from accounts.models.people import People, User
from accounts.models.session import Session

__all__ = ["People", "Session", "User"]
