from django.db import models

from chat.models import Room


class PushedRoom(models.Model):
    """Up to which message those who want to hear of every message of a room were told, and since when."""

    room = models.OneToOneField(Room, models.CASCADE, primary_key=True, related_name="+")
    seq = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.room_id} up to {self.seq}"
