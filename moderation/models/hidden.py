from django.conf import settings
from django.db import models
from django.db.models import Q


class Hidden(models.Model):
    """Somebody whom a person hides for themselves. Nobody else learns of it, the staff included. The row stays when the person is
    shown again, as far as MOST_KEPT goes, so that devices which missed that learn of it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    hidden = models.BooleanField(default=True)
    # The user's own rev of the last change (chat/models/own_state.py).
    own_rev = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "person"], name="hidden_once")]
        indexes = [
            models.Index(fields=["user", "own_rev"], name="hidden_by_a_person"),
            models.Index(fields=["user"], condition=Q(hidden=True), name="now_hidden_by_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.person_id}"
