"""Users, invitations, sessions and second factors."""

from accounts.models.idempotency_key import IdempotencyKey
from accounts.models.invitation import Invitation
from accounts.models.name_skeleton import NameSkeleton
from accounts.models.people import People, User
from accounts.models.second_factor import RecoveryCode, SecondFactor
from accounts.models.session import Session
from accounts.models.site_logo import SiteLogo

__all__ = [
    "IdempotencyKey",
    "Invitation",
    "NameSkeleton",
    "People",
    "RecoveryCode",
    "SecondFactor",
    "Session",
    "SiteLogo",
    "User",
]
