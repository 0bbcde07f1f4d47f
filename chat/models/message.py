from django.conf import settings
from django.db import models
from django.utils import timezone

from chat.models.room import Room

TEXT_LENGTH = 10_000


class Message(models.Model):
    """What somebody said. Deleting keeps the row as a tombstone without its text, so that `seq` has no gaps."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="messages")
    seq = models.PositiveBigIntegerField()
    rev = models.PositiveBigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
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
        indexes = [models.Index(fields=["room", "rev"], name="message_changes")]

    def __str__(self) -> str:
        return f"#{self.seq} in {self.room_id}"

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None
