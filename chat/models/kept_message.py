from datetime import timedelta

from django.db import models

from chat.models.message import TEXT_LENGTH, Message
from chat.models.message_file import MessageFile
from files.models import File

# How long a message can be restored.
KEPT = timedelta(hours=24)


class KeptMessage(models.Model):
    """What a message said until somebody other than its author deleted it: apart from all that people read, so that it
    can be restored. A job deletes it once `until` is over.

    The rows of its reactions stay where they are, and show nothing as long as the message does not count them.
    """

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="kept")
    until = models.DateTimeField()
    text = models.TextField(blank=True, max_length=TEXT_LENGTH)
    # The columns of the message of these names.
    mentions = models.JSONField(null=True)
    mentions_here = models.BooleanField(default=False)
    mention_texts = models.JSONField(null=True)
    files = models.JSONField(null=True)
    reactions = models.JSONField(null=True)
    # [text, time as text] of each text before an edit, the oldest first.
    earlier_texts = models.JSONField(default=list)

    class Meta:
        verbose_name = "deleted message that can be restored"
        verbose_name_plural = "deleted messages that can be restored"
        indexes = [models.Index(fields=["until"], name="kept_messages_that_end")]

    def __str__(self) -> str:
        return f"{self.message_id}"


class KeptFile(models.Model):
    """A file of a kept message. Its bytes stay, and nobody may fetch them. The id is that of its MessageFile."""

    kept = models.ForeignKey(KeptMessage, models.CASCADE, related_name="file_rows")
    file = models.OneToOneField(File, models.PROTECT, related_name="kept_file")
    kind = models.CharField(max_length=7, choices=MessageFile.Kind)

    class Meta:
        verbose_name = "file of a deleted message"
        verbose_name_plural = "files of deleted messages"

    def __str__(self) -> str:
        return f"{self.file_id} of {self.kept_id}"
