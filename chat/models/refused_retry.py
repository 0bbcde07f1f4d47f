from datetime import timedelta

from django.conf import settings
from django.db import models

from chat.models.room import Room

# For how long an earlier try of a refused message may still arrive: longer than anything keeps a connection open whose
# client is gone.
ARRIVES_WITHIN = timedelta(hours=1)
MOST_ATTEMPTS = 1_000_000


class RefusedRetry(models.Model):
    """A later try of a message was refused, while an earlier one may still arrive. That one is refused too."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    nonce = models.UUIDField()
    room = models.ForeignKey(Room, models.CASCADE, related_name="+")
    attempt = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "nonce", "room"], name="one_refusal_of_a_message")]
        verbose_name = "refused retry"
        verbose_name_plural = "refused retries"

    def __str__(self) -> str:
        return f"{self.nonce}: {self.attempt}"
