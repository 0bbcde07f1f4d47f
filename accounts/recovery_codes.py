"""Codes that sign in once each, kept on paper for the day the authenticator app is lost."""

import hashlib

import pyotp
from django.utils import timezone

from accounts.models import RecoveryCode, User
from config.unicode import nfkc

HOW_MANY = 10
LONGEST = 40  # with everything people may type between the letters


def left(user: User) -> int:
    return user.recovery_codes.filter(used_at=None).count()


def replace(user: User) -> list[str]:
    """New ones, which cannot be read again. For a transaction: the old ones are gone."""
    codes = [_random() for _ in range(HOW_MANY)]
    forget(user)
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(code)) for code in codes)
    return codes


def spend(user: User, code: str) -> bool:
    """Whether it was good. Of two uses at once, one finds it used."""
    unused = user.recovery_codes.filter(digest=_digest(code), used_at=None)
    return bool(unused.update(used_at=timezone.now()))


def forget(user: User) -> None:
    user.recovery_codes.all().delete()


def as_meant(code: str) -> str:
    """A code as people type it: in lower case, with spaces or dashes, with the wide digits of a Japanese keyboard."""
    return "".join(filter(str.isalnum, nfkc(code, LONGEST))).upper() if len(code) <= LONGEST else ""


def _random() -> str:
    """80 bits, for example K3TQ-7XWM-…"""
    letters = pyotp.random_base32()[:16]
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def _digest(code: str) -> str:
    return hashlib.sha256(as_meant(code).encode()).hexdigest()
