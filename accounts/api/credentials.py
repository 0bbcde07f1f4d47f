"""Check credentials, for every call that takes them: user name and password, and refresh tokens."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import transaction
from rest_framework.request import Request

from accounts import tokens
from accounts.api import throttles
from accounts.api.idempotency import once_of_anybody
from accounts.api.requests import desk, device, fields
from accounts.api.serializers import Credentials
from accounts.models import Session, User
from accounts.services import email_addresses, idempotency, second_factor, sessions, sign_ins
from accounts.services.idempotency import Once
from accounts.services.passwords import require_still
from core.problems import Problem
from core.rate_limits.windows import count

# What Django's form calls them, too. Other refusals are none of somebody who tries: a code that is still asked for, a full queue.
RECORDED = {
    "wrong_credentials": "wrong_credentials",
    "invalid_login": "wrong_credentials",
    "inactive": "wrong_credentials",
    "wrong_code": "wrong_code",
    "rate_limited": "rate_limited",
}


def sign_in(request: Request) -> tokens.Tokens:
    """Begin a session of the user whose credentials the request holds. Raises Problem `wrong_credentials`, whatever is
    wrong.

    A caller with the right password is told what else is needed: `second_factor_required`, `wrong_code`,
    `rate_limited`, `email_unverified`.
    """
    given, asked = fields(request, Credentials), once_of_anybody(request)
    account = throttles.named(given["username"])
    with recorded(account, request), throttles.attempt("sign_in", account=account, request=request) as known:
        user = authenticate(request, username=given["username"], password=given["password"])
        if not isinstance(user, User):
            raise Problem("wrong_credentials")
        # Before the code is checked, since it is valid once: the same call with the same code is answered again.
        if issued := _begun_before(user, asked):
            return issued
        second_factor.check(user, given["code"], known_device=known)
    email_addresses.require_confirmed(user, desk(request))
    with recorded(account, request):
        return _begin(user, given["password"], asked, request)


@contextmanager
def recorded(account: str, request: throttles.AnyRequest) -> Iterator[None]:
    """Record that signing in to this account was refused inside the block."""
    try:
        yield
    except (Problem, ValidationError) as refusal:
        if why := RECORDED.get(refusal.code or ""):
            sign_ins.refused(name=account, network=throttles.network_of(request), why=why)
        raise


def _begun_before(user: User, asked: Once | None) -> tokens.Tokens | None:
    before = idempotency.known(asked)
    return sessions.resume(before.made, user) if before else None


@transaction.atomic
def _begin(user: User, password: str, asked: Once | None, request: Request) -> tokens.Tokens:
    require_still(user, password)
    call = idempotency.claim(asked, user) if asked else None
    if call and call.made and (issued := sessions.resume(call.made, user)):
        return issued
    issued = sessions.begin(user, **device(request))
    sign_ins.succeeded(user)
    if call:
        idempotency.note(call, issued.session.pk)
    return issued


def refreshed(raw: str) -> tokens.Tokens:
    """The next tokens of the session of a refresh token. Raises Problem with a 401 code."""
    _count_refresh(raw)
    return sessions.rotate(raw)


def access_for(raw: str) -> tuple[Session, str]:
    """The session of a refresh token and an access token of it; nothing is replaced. Raises Problem with a 401 code."""
    _count_refresh(raw)
    return sessions.access_for(raw)


def _count_refresh(raw: str) -> None:
    count("refresh", account=str(sessions.session_id_of(tokens.parse(tokens.RefreshToken, raw))))
