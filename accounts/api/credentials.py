"""Check credentials, for every call that takes them: user name and password, and refresh tokens."""

from django.contrib.auth import authenticate
from django.db import transaction
from rest_framework.request import Request

from accounts import tokens
from accounts.api import throttles
from accounts.api.idempotency import once_of_anybody
from accounts.api.requests import desk, device, fields
from accounts.api.serializers import Credentials
from accounts.models import User
from accounts.services import email_addresses, idempotency, second_factor, sessions
from accounts.services.idempotency import Once
from core.problems import Problem
from core.rate_limits.windows import count


def sign_in(request: Request) -> tokens.Tokens:
    """Begin a session of the user whose credentials the request holds. Raises Problem `wrong_credentials`, whatever is
    wrong.

    A caller with the right password is told what else is needed: `second_factor_required`, `wrong_code`,
    `rate_limited`, `email_unverified`.
    """
    given, asked = fields(request, Credentials), once_of_anybody(request)
    with throttles.attempt("sign_in", account=throttles.named(given["username"]), request=request) as known:
        user = authenticate(request, username=given["username"], password=given["password"])
        if not isinstance(user, User):
            raise Problem("wrong_credentials")
        # Before the code is checked, since it is valid once: the same call with the same code is answered again.
        if issued := _begun_before(user, asked):
            return issued
        second_factor.check(user, given["code"], known_device=known)
    email_addresses.require_confirmed(user, desk(request))
    return _begin(user, asked, request)


def _begun_before(user: User, asked: Once | None) -> tokens.Tokens | None:
    before = idempotency.known(asked)
    return sessions.resume(before.made, user) if before else None


@transaction.atomic
def _begin(user: User, asked: Once | None, request: Request) -> tokens.Tokens:
    call = idempotency.claim(asked, user) if asked else None
    if call and call.made and (issued := sessions.resume(call.made, user)):
        return issued
    issued = sessions.begin(user, **device(request))
    if call:
        idempotency.note(call, issued.session.pk)
    return issued


def refreshed(raw: str) -> tokens.Tokens:
    """The next tokens of the session of a refresh token. Raises Problem with a 401 code."""
    count("refresh", account=str(sessions.session_id_of(tokens.parse(tokens.RefreshToken, raw))))
    return sessions.rotate(raw)
