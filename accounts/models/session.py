"""Sessions: signed-in devices."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models.people import User

# How long a session stays after its last token expired, for administrators.
KEPT = timedelta(days=7)


class LiveSessions(models.QuerySet["Session"]):
    def live(self) -> "LiveSessions":
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def untold(self) -> "LiveSessions":
        """Sessions that ended because a token was copied, of which the person was not told yet."""
        return self.filter(end=Session.End.TOKEN_REUSED, told_at=None)

    def outlived(self) -> "LiveSessions":
        """Sessions whose last token expired KEPT ago, and of which nobody has to be told."""
        return self.filter(expires_at__lt=timezone.now() - KEPT).exclude(end=Session.End.TOKEN_REUSED, told_at=None)


class Session(models.Model):
    """One signed-in device. Of its refresh tokens only that of the present `generation` is valid.

    No token is stored: a refresh token names this row and a generation, and is protected by its signature.
    """

    class End(models.TextChoices):
        SIGNED_OUT = "signed_out"
        SIGNED_OUT_ELSEWHERE = "signed_out_elsewhere"
        PASSWORD_CHANGED = "password_changed"
        DEACTIVATED = "deactivated"
        TOKEN_REUSED = "token_reused"
        BY_ADMINISTRATOR = "by_administrator"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="sessions")
    generation = models.PositiveIntegerField(default=0)
    # The last generation of which an access token was used: its answer arrived, so the refresh token before it is not
    # needed any more.
    used_generation = models.PositiveIntegerField(default=0, db_default=0)
    user_agent = models.CharField(max_length=300, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(default=timezone.now)
    rotated_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=24, choices=End.choices, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    objects = LiveSessions.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["user", "-last_used_at"], name="session_of_user"),
            models.Index(fields=["expires_at"], name="session_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.created_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.user_agent = self.user_agent[:300]
        super().save(*args, **kwargs)
