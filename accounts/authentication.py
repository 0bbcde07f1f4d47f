"""The one token check. REST, the socket and its renewals all ask `identify`, so none of them can be more lenient than the others."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.request import Request
from rest_framework_simplejwt.tokens import Token

from accounts import tokens
from accounts.models import User
from config.errors import Problem


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a token speaks for, on which device, and until when."""

    user: User
    session_id: UUID
    expires_at: datetime


def identify(raw: str) -> Identity:
    """Signature, type, times, session not revoked, user active: one database query. Raises Problem with a 401 code."""
    return _identity(tokens.parse(tokens.AccessToken, raw))


def identify_ticket(raw: str) -> Identity:
    """The same for a ticket; the socket it opens lives as long as one opened with an access token."""
    identity = _identity(tokens.redeem_ticket(raw))
    expires_at = datetime.now(UTC) + tokens.AccessToken.lifetime
    return Identity(identity.user, identity.session_id, expires_at)


def _identity(token: Token) -> Identity:
    session = tokens.live_session(tokens.session_id_of(token), token)
    return Identity(session.user, session.pk, datetime.fromtimestamp(token["exp"], UTC))


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <access token>`; `request.auth` is the Identity."""

    def authenticate(self, request: Request) -> tuple[User, Identity] | None:
        scheme, _, raw = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        try:
            identity = identify(raw.strip().decode("ascii"))
        except UnicodeDecodeError:
            raise Problem("token_invalid") from None
        return identity.user, identity

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="irori"'
