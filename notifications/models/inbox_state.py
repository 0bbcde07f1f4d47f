from django.conf import settings
from django.db import models


class InboxState(models.Model):
    """The own rev of the last change of a person's inbox (chat/models/own_state.py)."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    own_rev = models.PositiveBigIntegerField(default=0, db_default=0)

    def __str__(self) -> str:
        return f"{self.user_id} at {self.own_rev}"
