from django.conf import settings
from django.db import models


class InboxState(models.Model):
    """What is known of a person's inbox as a whole. `own_rev`: of its last change (chat/models/own_state.py)."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    own_rev = models.PositiveBigIntegerField(default=0, db_default=0)
    # When it is looked at whether a letter is due; null: nothing has come of which one would tell.
    mail_due_at = models.DateTimeField(null=True, blank=True)
    # So many items were counted up to this one, not counting those deleted since: an inbox is counted anew when this is too much.
    counted = models.PositiveIntegerField(default=0, db_default=0)
    counted_item = models.PositiveBigIntegerField(default=0, db_default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["mail_due_at"], condition=models.Q(mail_due_at__isnull=False), name="letters_that_wait"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.own_rev}"
