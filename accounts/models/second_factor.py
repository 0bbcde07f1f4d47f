"""Second factors: authenticator apps and recovery codes."""

from django.db import models
from django.utils import timezone

from accounts.models.people import User


class SecondFactor(models.Model):
    """A person's authenticator app. It is required once a first code has shown that the app knows the secret."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="second_factor")
    # Sealed: a copy of the database alone reveals no codes.
    secret = models.CharField(max_length=250)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # The time step of the last code that was accepted. Later codes alone are valid.
    last_step = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(models.Model):
    """A code that signs in once, where the app is lost. It is as random as a key, so a plain hash protects it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"{self.user} · {'used' if self.used_at else 'unused'}"
