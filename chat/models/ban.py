from django.conf import settings
from django.db import models
from django.utils import timezone

from chat.models.room import Room

REASON_LENGTH = 200


class Ban(models.Model):
    """A person who may enter a room by no way. Lifting the ban deletes the row."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="bans", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bans")
    banned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True, help_text="For those who look after the room.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "user"], name="one_ban_per_person")]
        indexes = [models.Index(fields=["room", "id"], name="bans_of_a_room")]

    def __str__(self) -> str:
        return f"{self.user} · {self.room}"
