"""People, by their names and addresses."""

import unicodedata
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class People(UserManager["User"]):
    """Names and addresses are compared without regard to case: Hanako and hanako are one person."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> "User":
        """By somebody at the server's console, who is believed about the address."""
        return super().create_superuser(username, email, password, **{"email_verified_at": timezone.now(), **fields})

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
        validators=[RegexValidator(r"^[\w.-]+\Z", _("Letters, digits and . _ - only."))],
        error_messages={"unique": _("This user name is taken.")},
    )
    email = models.EmailField("e-mail address", blank=True)
    email_verified_at = models.DateTimeField("e-mail confirmed", null=True, blank=True, editable=False)
    display_name = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, blank=True, help_text="Of mails.")
    # What the person is about just now, in their own words.
    status_emoji = models.CharField(max_length=40, blank=True)
    status_text = models.CharField(max_length=80, blank=True)
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
