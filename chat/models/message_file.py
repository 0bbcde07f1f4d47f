from django.db import models

from chat.models.message import Message
from chat.models.room import Room
from files.models import File


class MessageFile(models.Model):
    """A message carries a file. The row says who may fetch it: the current members of the room."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="file_rows")
    room = models.ForeignKey(Room, models.CASCADE, related_name="+", db_index=False)
    file = models.OneToOneField(File, models.PROTECT, related_name="message_file")

    class Meta:
        indexes = [models.Index(fields=["room", "-id"], name="files_of_a_room")]

    def __str__(self) -> str:
        return f"{self.file_id} in {self.message_id}"
