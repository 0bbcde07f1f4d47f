from django.db import models

from chat.models.message import Message
from chat.models.room import Room
from files.models import File


class MessageFile(models.Model):
    """A message carries a file. The row says who may fetch it: the current members of the room."""

    class Kind(models.TextChoices):
        """What a list of files is filtered by."""

        PICTURE = "picture"
        VIDEO = "video"
        AUDIO = "audio"
        OTHER = "other"

    message = models.ForeignKey(Message, models.CASCADE, related_name="file_rows")
    room = models.ForeignKey(Room, models.CASCADE, related_name="+", db_index=False)
    file = models.OneToOneField(File, models.PROTECT, related_name="message_file")
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.OTHER, db_default=Kind.OTHER)

    class Meta:
        indexes = [
            models.Index(fields=["room", "-id"], name="files_of_a_room"),
            models.Index(fields=["room", "kind", "-id"], name="files_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} in {self.message_id}"

    @classmethod
    def kind_of(cls, file: File) -> "MessageFile.Kind":
        """A picture is an image whose pixels were counted: one that the site can show."""
        match file.type.partition("/")[0]:
            case "image" if file.width is not None:
                return cls.Kind.PICTURE
            case "video":
                return cls.Kind.VIDEO
            case "audio":
                return cls.Kind.AUDIO
        return cls.Kind.OTHER
