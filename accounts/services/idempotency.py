"""Idempotency-Key: a call that creates is made once, however often it is sent.

The transaction that creates also claims the key, so a crash leaves both or neither. The second of two simultaneous
calls waits for the first at the unique index, and then finds what the first has made.
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

# Keys of one person. Above this number the oldest are forgotten before their day is over.
MOST = 2000
# Each new key removes at most this many old ones.
REMOVED_AT_ONCE = 20
# Fields that are compared with what is stored: a digest of them would be quick to guess.
PASSWORD = "password"


@dataclass(frozen=True, slots=True)
class Once:
    """One call, with its key."""

    place: str
    key: str
    sent: bytes
    user: User | None = None  # None: known once the call was made

    @classmethod
    def of(cls, user: User, call: str, key: str, sent: Any = None) -> "Once":
        """The call of a person who is signed in."""
        place = hashlib.sha256(repr((user.pk, call, key)).encode()).hexdigest()
        return cls(place, key, canonical(sent), user)

    @classmethod
    def of_anybody(cls, call: str, key: str, sent: Any) -> "Once":
        """The call of a stranger. Its content is part of the place: strangers with the same key learn nothing of each
        other."""
        body = canonical(sent)
        place = salted_hmac("irori.idempotency", repr((call, key)).encode() + body, algorithm="sha256").hexdigest()
        return cls(place, key, b"")

    @property
    def digests(self) -> Iterator[str]:
        """Digests of what was sent: by the present SECRET_KEY, then by former ones."""
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            yield salted_hmac("irori.idempotency", self.sent, secret=secret, algorithm="sha256").hexdigest()


def known(once: Once | None) -> IdempotencyKey | None:
    """The row of the same call made before, or None. Raises Problem `idempotency_conflict` where the content
    differs."""
    row = IdempotencyKey.objects.kept().select_related("user").filter(place=once.place).first() if once else None
    if once and row:
        _expect_same(once, row)
    return row


def claim(once: Once, user: User | None = None) -> IdempotencyKey:
    """Claim the key, in the transaction that creates. `made` is empty for a new call. Raises as `known` does."""
    by = user or once.user
    if by is None:
        raise TypeError("Say whose call it is.")
    _forget_some(by)
    IdempotencyKey.objects.forgotten().filter(place=once.place).delete()
    # An existing row is no error here. A row that is not committed yet is waited for.
    mine = IdempotencyKey(user=by, place=once.place, request=next(once.digests))
    IdempotencyKey.objects.bulk_create([mine], ignore_conflicts=True)
    row = IdempotencyKey.objects.select_for_update().get(place=once.place)
    _expect_same(once, row)
    return row


def remember(once: Once, made: object, user: User | None = None) -> None:
    """Note what this call has made, in place of what it made before."""
    note(claim(once, user), made)


def note(row: IdempotencyKey, made: object) -> None:
    row.made = str(made)
    row.save(update_fields=["made"])


def derived(once: Once, row: IdempotencyKey, purpose: str) -> Iterator[bytes]:
    """Secrets that the same call gets again, without storing them. They follow from SECRET_KEY, the caller's key and
    the row.

    After a day the row is another one and the same key gives other secrets, so a revoked secret does not come back.
    """
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        value = repr((row.pk, row.user_id, once.place, once.key))
        yield salted_hmac(f"irori.idempotency.{purpose}", value, secret=secret, algorithm="sha256").digest()


def canonical(sent: Any) -> bytes:
    """JSON that does not depend on the order of keys."""
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
        # Rows that another call removes at this moment are skipped.
        mine = IdempotencyKey.objects.filter(pk__in=ids).select_for_update(skip_locked=True)
        IdempotencyKey.objects.filter(pk__in=list(mine.values_list("pk", flat=True))).delete()
