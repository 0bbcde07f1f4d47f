"""Make accounts by calls without a token, once for each call."""

from collections.abc import Callable

from django.db import transaction
from rest_framework.request import Request

from accounts import tokens
from accounts.api import throttles
from accounts.api.credentials import recorded
from accounts.api.idempotency import once_of_anybody
from accounts.api.requests import desk, device
from accounts.models import IdempotencyKey, User
from accounts.services import email_addresses, idempotency, second_factor, sessions, sign_ins
from accounts.services.idempotency import Once
from accounts.services.passwords import require_still
from core.audit.recording import record
from core.problems import Problem


def sign_up(request: Request, password: str, prepare: Callable[[], Callable[[], User]]) -> tokens.Tokens:
    """Begin a session of a new account; of the account that the same call made before, if there is one and the password
    is right.

    `prepare` does the slow work, such as hashing, and returns a function that makes the account in a transaction.
    """
    asked = once_of_anybody(request)
    before = idempotency.known(asked)
    if before and (issued := _sign_in(request, before, password)):
        return issued
    try:
        return _make(request, asked, prepare())
    except Problem:
        # The second of two simultaneous calls fails at what the first has made.
        made = None if before else idempotency.known(asked)
        if made and (issued := _sign_in(request, made, password)):
            return issued
        raise


@transaction.atomic
def _make(request: Request, asked: Once | None, make: Callable[[], User]) -> tokens.Tokens:
    newcomer = make()
    record("accounts.registered", by=newcomer, on=newcomer)
    issued = sessions.begin(newcomer, **device(request))
    if asked:
        idempotency.remember(asked, issued.session.pk, issued.session.user)
    return issued


def _sign_in(request: Request, before: IdempotencyKey, password: str) -> tokens.Tokens | None:
    if not _signs_in(request, before.user, password):
        return None
    return sessions.resume(before.made, before.user) or _begin(request, before, password)


@transaction.atomic
def _begin(request: Request, before: IdempotencyKey, password: str) -> tokens.Tokens:
    require_still(before.user, password)
    issued = sessions.begin(before.user, **device(request))
    idempotency.note(before, issued.session.pk)
    sign_ins.succeeded(before.user)
    return issued


def _signs_in(request: Request, user: User, password: str) -> bool:
    """Sign in to the existing account, under the rules of signing in. A possible stranger is not told what is wrong."""
    if not user.is_active or second_factor.is_on(user):
        return False
    try:
        account = throttles.named(user.username)
        with recorded(account, request), throttles.attempt("sign_in", account=account, request=request):
            if not user.check_password(password):
                raise Problem("wrong_credentials")
    except Problem as problem:
        if problem.code == "wrong_credentials":
            return False
        raise
    email_addresses.require_confirmed(user, desk(request))
    return True
