from django.conf import settings
from django.db import models
from django.utils import timezone

from chat.models.room import Room

TEXT_LENGTH = 10_000


class Message(models.Model):
    """What somebody said. Deleting keeps the row as a tombstone without its text, so that `seq` has no gaps."""

    # No index of its own, nor one for the author: those of the constraints begin with them, and every index is written by every send.
    room = models.ForeignKey(Room, models.CASCADE, related_name="messages", db_index=False)
    seq = models.PositiveBigIntegerField()
    rev = models.PositiveBigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages", db_index=False)
    nonce = models.UUIDField()
    text = models.TextField(blank=True, max_length=TEXT_LENGTH)
    reply_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replies")
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="message_seq"),
            models.UniqueConstraint(fields=["author", "nonce"], name="message_nonce"),
        ]
        indexes = [
            models.Index(fields=["room", "rev"], name="message_changes"),
            # What an unread count leaves out.
            models.Index(fields=["room", "author", "seq"], name="messages_of_an_author"),
            models.Index(fields=["room", "seq"], condition=models.Q(deleted_at__isnull=False), name="deleted_messages"),
        ]

    def __str__(self) -> str:
        return f"#{self.seq} in {self.room_id}"

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None
