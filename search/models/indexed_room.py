from django.db import models

from chat.models import Room


class IndexedRoom(models.Model):
    """How far the messages of a room are in the index: every change up to `rev`. Later ones are scanned."""

    room = models.OneToOneField(Room, models.CASCADE, primary_key=True, related_name="+")
    rev = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.room_id} up to {self.rev}"
