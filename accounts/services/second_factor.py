"""Signing in with something one holds: an authenticator app (RFC 6238), or a recovery code where it is lost."""

import base64
import logging
import secrets
import time
from collections.abc import Sequence
from datetime import timedelta

import pyotp
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import mail
from accounts.models import SecondFactor, User
from accounts.sealing import seal, unseal
from accounts.services import idempotency, recovery_codes
from accounts.services.idempotency import Once
from accounts.services.passwords import require_password
from core.audit.recording import NewAct, record, record_all
from core.problems import Problem

logger = logging.getLogger(__name__)

STEP_SECONDS = 30
# A phone's clock may be a step off either way.
STEPS_OFF = (0, -1, 1)
# A code is one of a million, and three are good at a time: after a few wrong ones, each more doubles the wait.
FREE_FAILURES = 5
LONGEST_WAIT = timedelta(hours=1)


def is_on(user: User) -> bool:
    return SecondFactor.objects.filter(user=user).exclude(confirmed_at=None).exists()


def begin(*, user: User, password: str, once: Once | None = None) -> str:
    """A new secret for the app, asked for only once `confirm` has seen a code; the same one for the same call.

    Raises `wrong_password`, `second_factor_on`, `idempotency_conflict`.
    """
    require_password(user, password)
    try:
        with transaction.atomic():
            secret = _secret_of(once) if once else pyotp.random_base32()
            fresh = {"secret": seal(secret), "last_step": 0, "failures": 0}
            SecondFactor.objects.update_or_create(user=user, confirmed_at=None, defaults=fresh)
            return secret
    except IntegrityError:
        # There is one that is on, perhaps only since a moment ago.
        raise Problem("second_factor_on") from None


def _secret_of(once: Once) -> str:
    secret = next(idempotency.derived(once, idempotency.claim(once), "second factor"))
    return base64.b32encode(secret[:20]).decode()


def confirm(*, user: User, code: str, once: Once | None = None) -> list[str]:
    """Turn it on. The recovery codes, which are shown again to nobody but the same call.

    Raises `second_factor_off`, `second_factor_on`, `wrong_code`, `idempotency_conflict`.
    """
    try:
        return _confirm(user, code, once)
    except Problem as problem:
        if problem.code == "second_factor_on" and (codes := recovery_codes.made_before(user, once)):
            return codes
        raise


def _confirm(user: User, code: str, once: Once | None) -> list[str]:
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().filter(user=user).first()
        if factor is None:
            raise Problem("second_factor_off")
        if factor.confirmed_at:
            raise Problem("second_factor_on")
        refusal = _refusal(factor, code)
        codes = [] if refusal else _turn_on(user, once)
    if refusal:
        raise refusal
    return codes


def check(user: User, code: str, *, known_device: bool = False) -> None:
    """After the password. Raises Problem `second_factor_required`, `wrong_code`, or `rate_limited` after many wrong ones.

    A device that the person signed in with before has a count of its own (accounts/api/throttles.py) and no part in this one: whoever
    has learned the password, and guesses at codes, must not keep the owner from signing in there to change it.
    """
    if not is_on(user):
        return
    if not code:
        raise Problem("second_factor_required")
    # Good also while codes of the app have to wait for having been guessed at: nobody guesses these.
    if recovery_codes.spend(user, code):
        return
    # The refusal is raised after the commit: it must not take the count of failures back.
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().filter(user=user).first()
        refusal = factor and _refusal(factor, code, counts=not known_device)
    if refusal:
        raise refusal


def renew_recovery_codes(*, user: User, password: str, code: str, once: Once | None = None) -> list[str]:
    """The old ones are worth nothing any more. Raises `wrong_password`, `second_factor_off`, `idempotency_conflict`, and what `check`
    raises."""
    require_password(user, password)
    if not is_on(user):
        raise Problem("second_factor_off")
    if codes := recovery_codes.made_before(user, once):
        return codes
    check(user, code)
    with transaction.atomic():
        record("accounts.recovery_codes_made", by=user, on=user)
        return recovery_codes.replace(user, once)


def turn_off(*, user: User, password: str, code: str, desk: mail.Desk) -> None:
    """Raises Problem `wrong_password`, and what `check` raises: whoever has a password alone must not make it enough."""
    require_password(user, password)
    check(user, code)
    _remove([user], desk, "accounts.second_factor_off", by=user)


def reset(*, user: User, desk: mail.Desk, by: User | None = None) -> None:
    """For somebody who has lost app and codes, by an administrator who knows that it is them."""
    reset_many(people=[user], desk=desk, by=by)


def reset_many(*, people: Sequence[User], desk: mail.Desk, by: User | None = None) -> Sequence[User]:
    """As `reset`, with a few statements. Those who had it on."""
    return _remove(people, desk, "accounts.second_factor_reset", by=by)


@transaction.atomic
def _remove(people: Sequence[User], desk: mail.Desk, act: str, *, by: User | None) -> Sequence[User]:
    factors = SecondFactor.objects.select_for_update(of=("self",)).filter(user__in=people).order_by("pk")
    having = dict(factors.values_list("pk", "user_id"))
    SecondFactor.objects.filter(pk__in=having).delete()
    recovery_codes.forget(*people)
    removed = [person for person in people if person.pk in having.values()]
    record_all(NewAct(act, by, on=person) for person in removed)
    letters = [{"to": person.email, "language": person.language} for person in removed if person.email]
    mail.post_all("second_factor_off", desk, letters)
    return removed


def _turn_on(user: User, once: Once | None) -> list[str]:
    SecondFactor.objects.filter(user=user).update(confirmed_at=timezone.now())
    record("accounts.second_factor_on", by=user, on=user)
    return recovery_codes.replace(user, once)


def _refusal(factor: SecondFactor, code: str, *, counts: bool = True) -> Problem | None:
    """What is wrong with a code; a right one is spent. The row is locked, so that guesses come one by one."""
    if counts and (wait := _wait(factor)) > timedelta(0):
        return Problem("rate_limited", wait=wait.total_seconds())
    secret = unseal(factor.secret)
    if secret is None:
        logger.error("A second factor was sealed with a SECRET_KEY that is not among SECRET_KEY_FALLBACKS.")
    step = _step_of(secret, recovery_codes.as_meant(code)) if secret else None
    if secret is None or step is None or step <= factor.last_step:
        if counts:
            factor.failures, factor.failed_at = factor.failures + 1, timezone.now()
            factor.save(update_fields=["failures", "failed_at"])
        return Problem("wrong_code")
    factor.last_step, factor.secret = step, seal(secret)
    if counts:
        factor.failures = 0
    factor.save(update_fields=["last_step", "failures", "secret"])
    return None


def _wait(factor: SecondFactor) -> timedelta:
    extra = factor.failures - FREE_FAILURES
    if extra < 0:
        return timedelta(0)
    pause = min(timedelta(seconds=STEP_SECONDS * 2 ** min(extra, 10)), LONGEST_WAIT)
    return factor.failed_at + pause - timezone.now()


def _step_of(secret: str, code: str) -> int | None:
    """The time step whose code this is, if it is one of those that are good now."""
    now = int(time.time()) // STEP_SECONDS
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    good = {step: totp.generate_otp(step) for step in (now + off for off in STEPS_OFF)}
    return next((step for step, right in good.items() if secrets.compare_digest(right.encode(), code.encode())), None)
