from django.conf import settings
from django.db import models
from django.db.models import Q

from chat.models.message import TEXT_LENGTH, Message
from chat.models.room import Room


class Draft(models.Model):
    """The text that a person has begun to write in a room or a thread, kept for their other devices.

    A sent or cleared draft stays as an empty text for a while: a device that was away must not bring the text back.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts", db_index=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="+")
    thread = models.ForeignKey(Message, models.CASCADE, null=True, related_name="+")
    text = models.TextField(blank=True, max_length=TEXT_LENGTH)
    at = models.DateTimeField()
    # The own rev of the draft's last change (see OwnState).
    rev = models.PositiveBigIntegerField(default=0, db_default=0)

    class Meta:
        db_table = "chat_keptdraft"
        constraints = [
            models.UniqueConstraint(fields=["user", "room"], condition=Q(thread=None), name="one_draft_in_a_room"),
            models.UniqueConstraint(
                fields=["user", "room", "thread"], condition=Q(thread__isnull=False), name="one_draft_in_a_thread"
            ),
        ]
        indexes = [models.Index(fields=["user", "at"], name="drafts_of_a_user")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.room_id}"
