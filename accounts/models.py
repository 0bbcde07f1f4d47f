"""People and their signed-in devices."""

import unicodedata
import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class People(UserManager["User"]):
    """Names and addresses are compared without regard to case: Hanako and hanako are one person."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)

    def named(self, query: str) -> models.QuerySet["User"]:
        """Active people whose user or display name begins with or contains `query`, best first."""
        matches = self.filter(is_active=True).filter(
            models.Q(username__icontains=query) | models.Q(display_name__icontains=query)
        )
        return matches.annotate(
            rank=models.Case(
                models.When(username__iexact=query, then=0),
                models.When(username__istartswith=query, then=1),
                models.When(display_name__istartswith=query, then=1),
                default=2,
            )
        ).order_by("rank", Lower("username"))


class User(AbstractUser):
    """A person. The user name is for mentions and signing in, the display name for reading."""

    username = models.CharField(
        max_length=40,
        unique=True,
        # No "@": a user name must never look like somebody's e-mail address, which also signs in.
        validators=[RegexValidator(r"^[\w.-]+\Z", "Letters, digits and . _ - only.")],
        error_messages={"unique": "This user name is taken."},
    )
    email = models.EmailField("e-mail address", blank=True)
    display_name = models.CharField(max_length=60, blank=True)
    # One display name instead of a first and a last one, which do not fit most of the world's names.
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    objects: ClassVar[People] = People()
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_any_case"),
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="user_email_any_case"),
        ]

    def clean(self) -> None:
        super().clean()
        self.display_name = unicodedata.normalize("NFC", self.display_name).strip()

    def get_full_name(self) -> str:
        return self.display_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()


class LiveSessions(models.QuerySet["Session"]):
    def live(self) -> "LiveSessions":
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class Session(models.Model):
    """One signed-in device. Its refresh tokens form one family; `generation` is the only one that is still good.

    No token is stored: a refresh token names this row and a generation, and is as good as its signature.
    """

    class End(models.TextChoices):
        SIGNED_OUT = "signed_out"
        SIGNED_OUT_ELSEWHERE = "signed_out_elsewhere"
        PASSWORD_CHANGED = "password_changed"
        DEACTIVATED = "deactivated"
        TOKEN_REUSED = "token_reused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="sessions")
    generation = models.PositiveIntegerField(default=0)
    user_agent = models.CharField(max_length=300, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(default=timezone.now)
    rotated_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=24, choices=End.choices, blank=True)

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
