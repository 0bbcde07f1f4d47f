from django.db import models

from chat.models.room import Room


class RoomUsage(models.Model):
    """How much the files in the messages of a room take, as of the last count."""

    room = models.OneToOneField(Room, models.CASCADE, primary_key=True, related_name="+")
    # Copies of forwarded files are among the files. Their bytes are counted once.
    files = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-size", "-room"], name="rooms_by_usage")]
        verbose_name = "storage of a room"
        verbose_name_plural = "storage by room"

    def __str__(self) -> str:
        return f"{self.room_id}: {self.size}"
