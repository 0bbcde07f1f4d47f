"""The token check. REST, sockets and their renewals all call `identify`, so none is more lenient than another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.request import Request
from rest_framework_simplejwt.tokens import Token

from accounts.models import Session, User
from accounts.services.sessions import live_session, live_sessions, redeem_ticket
from accounts.tokens import AccessToken, Ticket, parse
from core.problems import Problem
from realtime.handshake import Offer


@dataclass(frozen=True, slots=True)
class Identity:
    """The user and the session of a token, and when the token expires."""

    user: User
    session_id: UUID
    expires_at: datetime


def identify(raw: str) -> Identity:
    """Check signature, type, times, session and user, with one query. Raises Problem with a 401 code."""
    token = parse(AccessToken, raw)
    return _identity(token, live_session(token))


def identify_together(offers: Sequence[Offer]) -> list[Identity | Problem]:
    """`identify` for sockets that open together, with one query for all. A Problem is the outcome of its offer."""
    parsed = [_parsed(offer) for offer in offers]
    sessions = iter(live_sessions([token for token in parsed if isinstance(token, Token)]))
    outcomes: list[Identity | Problem] = []
    for token in parsed:
        session = token if isinstance(token, Problem) else next(sessions)
        outcomes.append(session if isinstance(session, Problem) else _identity(cast(Token, token), session))
    return outcomes


def _parsed(offer: Offer) -> Token | Problem:
    try:
        if offer.ticket is not None:
            return redeem_ticket(offer.ticket)
        return parse(AccessToken, offer.token or "")
    except Problem as problem:
        return problem


def _identity(token: Token, session: Session) -> Identity:
    expires_at = datetime.fromtimestamp(token["exp"], UTC)
    if isinstance(token, Ticket):
        # A socket that a ticket opens lives as long as one that an access token opens.
        expires_at = datetime.now(UTC) + AccessToken.lifetime
    return Identity(session.user, session.pk, expires_at)


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
