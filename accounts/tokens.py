"""The signed tokens of a session. simplejwt reads and writes them; accounts/services/sessions.py decides what they are good for."""

import uuid
from datetime import timedelta
from typing import Any, NamedTuple, TypeVar

from rest_framework_simplejwt.exceptions import ExpiredTokenError, TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import Token

from accounts.models import Session
from accounts.signing_keys import keyring
from core.problems import Problem


class SignedToken(Token):
    def get_token_backend(self) -> Any:
        return keyring()


class AccessToken(SignedToken):
    token_type = "access"
    lifetime = api_settings.ACCESS_TOKEN_LIFETIME


class RefreshToken(SignedToken):
    token_type = "refresh"
    lifetime = api_settings.REFRESH_TOKEN_LIFETIME


class FileToken(SignedToken):
    """Fetches files and nothing else, while its session lives (accounts/file_cookie.py)."""

    token_type = "files"
    lifetime = RefreshToken.lifetime


class Ticket(SignedToken):
    """Opens one socket, for a client that can set neither header nor subprotocol."""

    token_type = "ticket"
    lifetime = timedelta(seconds=30)


AnyToken = TypeVar("AnyToken", bound=Token)
AnyClaim = TypeVar("AnyClaim", uuid.UUID, int)


class Tokens(NamedTuple):
    """What a session is worth right now."""

    session: Session
    access: str
    refresh: str

    @property
    def expires_in(self) -> int:
        """Seconds the access token lives."""
        return int(AccessToken.lifetime.total_seconds())


def parse(kind: type[AnyToken], raw: str) -> AnyToken:
    """The token, if its signature, type and times are right. Raises Problem `token_expired` or `token_invalid`."""
    try:
        return kind(raw)  # type: ignore[arg-type]
    except ExpiredTokenError:
        raise Problem("token_expired") from None
    except (TokenError, ValueError, TypeError):
        raise Problem("token_invalid") from None
