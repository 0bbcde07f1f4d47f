"""Invitations to the site."""

import secrets
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from accounts.models.people import User

LIFETIME = timedelta(days=7)


def new_code() -> str:
    return secrets.token_urlsafe(16)


def default_end() -> datetime:
    return timezone.now() + LIFETIME


class Invitations(models.QuerySet["Invitation"]):
    def open(self) -> "Invitations":
        """Invitations that are not revoked, expired or used up, of people whose account is open."""
        return self.filter(
            models.Q(expires_at=None) | models.Q(expires_at__gt=timezone.now()),
            models.Q(max_uses=None) | models.Q(max_uses__gt=models.F("uses")),
            revoked_at=None,
            made_by__is_active=True,
        )


class Invitation(models.Model):
    """A link that lets people make an account while registration is by invitation.

    The code is readable, because its maker sees the link again. It gives access to nothing else: a row of another app
    can point here and say what else the guest gets.
    """

    code = models.CharField(max_length=40, unique=True, default=new_code, editable=False)
    note = models.CharField(max_length=100, blank=True, help_text="For whom it is. The guests do not see it.")
    made_by = models.ForeignKey(User, models.CASCADE, related_name="invitations_made", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True, default=default_end, help_text="Empty: it never expires.")
    max_uses = models.PositiveIntegerField("may be used", null=True, blank=True, help_text="Empty: by any number.")
    uses = models.PositiveIntegerField(default=0, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    guests = models.ManyToManyField(User, related_name="invitations_used", editable=False)

    objects = Invitations.as_manager()

    def __str__(self) -> str:
        return self.note or f"{self.made_by} · {self.created_at:%Y-%m-%d}"
