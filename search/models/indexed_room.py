from django.db import models

from chat.models import Room


class IndexedRoom(models.Model):
    """How far the messages of a room are in the index: every change up to `rev`. Later ones are scanned.

    A room without a row, or with a row of another format, is not indexed at all.
    """

    # Without a constraint in the database, as Chunk.room.
    room = models.OneToOneField(Room, models.CASCADE, primary_key=True, related_name="+", db_constraint=False)
    rev = models.PositiveBigIntegerField(default=0)
    format = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = "indexed room"
        verbose_name_plural = "search index"

    def __str__(self) -> str:
        return str(self.room)
