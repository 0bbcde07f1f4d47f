import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Session
from notifications.models.vapid_key import VapidKey

LONGEST_ENDPOINT = 2000
# An open app renews its token, and by that its session, every ten minutes.
LATELY = timedelta(hours=1)


class Subscriptions(models.QuerySet["PushSubscription"]):
    def live(self) -> "Subscriptions":
        """Of devices that are signed in. The rows of others go a moment later."""
        return self.filter(session__revoked_at=None, session__expires_at__gt=timezone.now(), user__is_active=True)

    def lately_active(self) -> "Subscriptions":
        """Of people who have used the site within LATELY, on any device."""
        used = Session.objects.filter(user=OuterRef("user"), last_used_at__gte=timezone.now() - LATELY)
        return self.filter(Exists(used))


class PushSubscription(models.Model):
    """A device that takes pushes: one for a session, and it ends with the session.

    Whoever knows `endpoint` and the two secrets still cannot push: that takes the site's key.
    """

    class Privacy(models.TextChoices):
        """What its notifications show to whoever sees the device."""

        TEXT = "text"
        SENDER = "sender"
        NOTHING = "nothing"

    session = models.OneToOneField(Session, models.CASCADE, related_name="+")
    # The session's, for one query less.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.ForeignKey(VapidKey, models.CASCADE, related_name="+", db_index=False)
    endpoint = models.CharField(max_length=LONGEST_ENDPOINT, editable=False)
    # One browser has one row, whoever is signed in there. An index holds no 2,000 characters.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    p256dh = models.CharField(max_length=100, editable=False)
    auth = models.CharField(max_length=40, editable=False)
    # Where its notifications lead to, and their language.
    site = models.CharField(max_length=300, editable=False)
    language = models.CharField(max_length=10, editable=False)
    privacy = models.CharField(max_length=7, choices=Privacy.choices, default=Privacy.TEXT, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # The last attempt came to nothing and may yet, or took long: such devices wait apart, and hold up nobody else's.
    failing = models.BooleanField(default=False, editable=False)
    # Of attempts that came to nothing, since the last that did not: how many, since when, and when there is another one.
    failures = models.PositiveIntegerField(default=0, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    retry_at = models.DateTimeField(null=True, editable=False)
    # Since it subscribed, at least once.
    has_worked = models.BooleanField(default=False, db_default=False, editable=False)
    # In a row, by the push service.
    refused = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = Subscriptions.as_manager()

    def __str__(self) -> str:
        return f"{self.user} · {self.created_at:%Y-%m-%d}"

    @property
    def is_in_doubt(self) -> bool:
        """Whether what happens may come to nobody's notice by this device."""
        return not self.has_worked or self.failures > 0 or self.refused > 0


def digest_of(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()
