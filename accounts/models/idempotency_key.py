"""Calls with an Idempotency-Key that were made."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from accounts.models.people import User

# How long a repeated call is recognised.
KEPT = timedelta(days=1)


class IdempotencyKeys(models.QuerySet["IdempotencyKey"]):
    def kept(self) -> "IdempotencyKeys":
        return self.filter(at__gt=_oldest())

    def forgotten(self) -> "IdempotencyKeys":
        return self.filter(at__lte=_oldest())


class IdempotencyKey(models.Model):
    """One call that made something, and the id of what it made.

    The row holds digests of the key and of the content. It holds no answer, which may contain a token: a repeated call
    is answered with the present state of what was made.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="idempotency_keys", db_index=False)
    # A digest of the person, the call and the key.
    place = models.CharField(max_length=64, unique=True)
    # A digest of the content.
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
