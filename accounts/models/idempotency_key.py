"""Calls that were made once."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from accounts.models.people import User

# For so long a call that comes again is known.
KEPT = timedelta(days=1)


class IdempotencyKeys(models.QuerySet["IdempotencyKey"]):
    def kept(self) -> "IdempotencyKeys":
        return self.filter(at__gt=_oldest())

    def forgotten(self) -> "IdempotencyKeys":
        return self.filter(at__lte=_oldest())


class IdempotencyKey(models.Model):
    """One call that made something, and the id of what it made. Neither the key nor what was sent can be read here, and no answer is
    kept: it may hold a token, and what is answered is what the thing is by now."""

    user = models.ForeignKey(User, models.CASCADE, related_name="idempotency_keys", db_index=False)
    # A digest of whose call it is, which call, and its key.
    place = models.CharField(max_length=64, unique=True)
    # A digest of what was sent.
    request = models.CharField(max_length=64, blank=True)
    made = models.CharField(max_length=36, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = IdempotencyKeys.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["user", "at"], name="idempotency_keys_of_a_user"),
            models.Index(fields=["at"], name="idempotency_key_age"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.at:%Y-%m-%d %H:%M}"


def _oldest() -> datetime:
    return timezone.now() - KEPT
