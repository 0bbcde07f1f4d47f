"""Calls that create, made once however often they are sent: the header Idempotency-Key.

A key is claimed in the transaction that creates, so a crash leaves both or neither. Of two calls at once the second waits for the
first at the unique index, and then finds what the first has made.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from accounts.models import IdempotencyKey, User
from core.problems import Problem

# Of one person; of more, the oldest are forgotten before their day is over.
MOST = 2000
# Old ones are removed by those who bring new ones, so many at a time.
REMOVED_AT_ONCE = 20
# Compared with what is stored of it instead: a digest of it would be quick to guess.
PASSWORD = "password"


@dataclass(frozen=True, slots=True)
class Once:
    """One call and the key it was sent with."""

    place: str
    key: str
    sent: bytes
    user: User | None = None  # None: of whom is known once it has been made

    @classmethod
    def of(cls, user: User, call: str, key: str, sent: Any = None) -> "Once":
        """Of somebody who is signed in."""
        place = hashlib.sha256(repr((user.pk, call, key)).encode()).hexdigest()
        return cls(place, key, canonical(sent), user)

    @classmethod
    def of_anybody(cls, call: str, key: str, sent: Any) -> "Once":
        """Of somebody who is not: what was sent is part of the place, so that a key that two have chosen tells neither of the other."""
        body = canonical(sent)
        place = salted_hmac("irori.idempotency", repr((call, key)).encode() + body, algorithm="sha256").hexdigest()
        return cls(place, key, b"")

    @property
    def digests(self) -> Iterator[str]:
        """Of what was sent, the present one first; the others by the SECRET_KEYs of before."""
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            yield salted_hmac("irori.idempotency", self.sent, secret=secret, algorithm="sha256").hexdigest()


def known(once: Once | None) -> IdempotencyKey | None:
    """The call as it was made before. Raises Problem `idempotency_conflict` where something else was sent with the key."""
    row = IdempotencyKey.objects.kept().select_related("user").filter(place=once.place).first() if once else None
    if once and row:
        _expect_same(once, row)
    return row


def claim(once: Once, user: User | None = None) -> IdempotencyKey:
    """To be called in the transaction that creates. `made` is empty where that is still to be done. Raises as `known` does."""
    by = user or once.user
    if by is None:
        raise TypeError("Say whose call it is.")
    _forget_some(by)
    IdempotencyKey.objects.forgotten().filter(place=once.place).delete()
    # A row that is there already is no error to the transaction, and one that is not committed yet is waited for.
    mine = IdempotencyKey(user=by, place=once.place, request=next(once.digests))
    IdempotencyKey.objects.bulk_create([mine], ignore_conflicts=True)
    row = IdempotencyKey.objects.select_for_update().get(place=once.place)
    _expect_same(once, row)
    return row


def remember(once: Once, made: object, user: User | None = None) -> None:
    """That this call has made it, whatever it may have made before."""
    note(claim(once, user), made)


def note(row: IdempotencyKey, made: object) -> None:
    row.made = str(made)
    row.save(update_fields=["made"])


def derived(once: Once, row: IdempotencyKey, purpose: str) -> Iterator[bytes]:
    """Secrets that the same call gets again, without their being kept: nobody works them out without SECRET_KEY and the caller's key.

    The row is part of them: after a day the same key gives others, so nothing that was revoked comes back.
    """
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        value = repr((row.pk, row.user_id, once.place, once.key))
        yield salted_hmac(f"irori.idempotency.{purpose}", value, secret=secret, algorithm="sha256").digest()


def canonical(sent: Any) -> bytes:
    """The same for the same things in another order."""
    told = {name: value for name, value in sent.items() if name != PASSWORD} if isinstance(sent, dict) else sent
    return json.dumps(told, sort_keys=True).encode()


def _expect_same(once: Once, row: IdempotencyKey) -> None:
    if not any(hmac.compare_digest(digest, row.request) for digest in once.digests):
        raise Problem("idempotency_conflict")


def _forget_some(user: User) -> None:
    theirs = IdempotencyKey.objects.filter(user=user).order_by("-at").values_list("pk", flat=True)
    old = IdempotencyKey.objects.forgotten().order_by("at").values_list("pk", flat=True)
    ids = {*theirs[MOST : MOST + REMOVED_AT_ONCE], *old[:REMOVED_AT_ONCE]}
    if ids:
        # Those that somebody else removes at this moment are left to them.
        mine = IdempotencyKey.objects.filter(pk__in=ids).select_for_update(skip_locked=True)
        IdempotencyKey.objects.filter(pk__in=list(mine.values_list("pk", flat=True))).delete()
