"""What signs in, checked once for every way of sending it: user name and password, and refresh tokens."""

from django.contrib.auth import authenticate
from rest_framework.request import Request

from accounts import addresses, second_factor, tokens
from accounts.api import throttles
from accounts.api.requests import desk, fields
from accounts.api.serializers import Credentials
from accounts.models import User
from config.errors import Problem
from config.limits import count


def user_with(request: Request) -> User:
    """The user whose credentials the request holds. Raises Problem `wrong_credentials`, the same for whatever is wrong.

    Who knows the password is told what else it takes: `second_factor_required`, `wrong_code`, `rate_limited`, `email_unverified`.
    """
    given = fields(request, Credentials)
    with throttles.attempt("sign_in", account=throttles.named(given["username"]), request=request) as known:
        user = authenticate(request, username=given["username"], password=given["password"])
        if not isinstance(user, User):
            raise Problem("wrong_credentials")
        second_factor.check(user, given["code"], known_device=known)
    addresses.require_confirmed(user, desk(request))
    return user


def refreshed(raw: str) -> tokens.Tokens:
    """The next tokens for this refresh token. Raises Problem with a 401 code."""
    count("refresh", account=str(tokens.session_id_of(tokens.parse(tokens.RefreshToken, raw))))
    return tokens.rotate(raw)
