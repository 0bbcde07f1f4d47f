"""Who can sign in, how they came, and where they are signed in."""

from accounts.models.invitation import Invitation
from accounts.models.people import People, User
from accounts.models.second_factor import RecoveryCode, SecondFactor
from accounts.models.session import Session

__all__ = ["Invitation", "People", "RecoveryCode", "SecondFactor", "Session", "User"]
