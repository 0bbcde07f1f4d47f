"""Recovery codes: each signs in once, where the authenticator app is lost."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterator

from django.utils import timezone

from accounts.models import IdempotencyKey, RecoveryCode, User
from accounts.services import idempotency
from accounts.services.idempotency import Once
from core.text.unicode import nfkc

HOW_MANY = 10
LONGEST = 40  # with spaces and dashes between the letters


def left(user: User) -> int:
    return user.recovery_codes.filter(used_at=None).count()


def replace(user: User, once: Once | None = None) -> list[str]:
    """Make new codes, which cannot be read again, and remove the old ones. Call it in a transaction."""
    call = idempotency.claim(once) if once else None
    codes = next(_codes_of(once, call)) if once and call else [_random() for _ in range(HOW_MANY)]
    forget(user)
    if call:
        idempotency.note(call, user.pk)
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(code)) for code in codes)
    return codes


def made_before(user: User, once: Once | None) -> list[str]:
    """The codes that the same call made before; empty where there are none, or newer ones."""
    call = idempotency.known(once)
    kept = set(user.recovery_codes.values_list("digest", flat=True))
    calls = _codes_of(once, call) if once and call else ()
    return next((codes for codes in calls if set(map(_digest, codes)) == kept), [])


def _codes_of(once: Once, call: IdempotencyKey) -> Iterator[list[str]]:
    for secret in idempotency.derived(once, call, "recovery codes"):
        yield [_readable(hmac.digest(secret, bytes([number]), hashlib.sha256)[:10]) for number in range(HOW_MANY)]


def spend(user: User, code: str) -> bool:
    """Use a code. Returns whether it was valid; the second of two simultaneous uses is not."""
    unused = user.recovery_codes.filter(digest=_digest(code), used_at=None)
    return bool(unused.update(used_at=timezone.now()))


def forget(*people: User) -> None:
    RecoveryCode.objects.filter(user__in=people).delete()


def as_meant(code: str) -> str:
    """A code as people type it (lower case, spaces, dashes, wide digits), in the form that is compared."""
    return "".join(filter(str.isalnum, nfkc(code, LONGEST))).upper() if len(code) <= LONGEST else ""


def _random() -> str:
    """80 bits, for example K3TQ-7XWM-…"""
    return _readable(secrets.token_bytes(10))


def _readable(random: bytes) -> str:
    letters = base64.b32encode(random).decode()
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def _digest(code: str) -> str:
    return hashlib.sha256(as_meant(code).encode()).hexdigest()
