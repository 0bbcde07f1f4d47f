from copy import copy
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from chat.models.room import Room

TEXT_LENGTH = 10_000


class Before(NamedTuple):
    """What a message said before an edit. `text`: the id of its EarlierText; None where there was no text."""

    mentions: frozenset[int]
    mentions_here: bool
    text: int | None


class Message(models.Model):
    """A message. Deleting keeps the row as a tombstone without its text, so that `seq` has no gaps.

    The row holds all that the wire shows of a message, also its reactions and replies. They are read with every page
    and written seldom, under the lock that their `rev` takes anyway.
    """

    # `room` and `author` have no indexes of their own: the constraints' indexes begin with them, and every send writes
    # every index.
    room = models.ForeignKey(Room, models.CASCADE, related_name="messages", db_index=False)
    seq = models.PositiveBigIntegerField()
    rev = models.PositiveBigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages", db_index=False)
    nonce = models.UUIDField()
    text = models.TextField(blank=True, max_length=TEXT_LENGTH)
    reply_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="quoted_by", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    # The rev of the last edit; None for a message that was never edited. `rev` does not tell, because reactions and
    # pins take a rev too.
    text_rev = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    # The message that began this message's thread.
    thread = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="in_thread", db_index=False)
    # Reply counters kept on a thread's root: {"count", "last_at", "users"}, without deleted replies.
    replies = models.JSONField(null=True, blank=True)

    # Ids of the people mentioned.
    mentions = models.JSONField(null=True, blank=True)
    mentions_here = models.BooleanField(default=False)
    # How the text spells them: [text, id of the person or None for everybody] of each spelling, because people are
    # renamed. None for messages of the time before it was kept.
    mention_texts = models.JSONField(null=True, blank=True, editable=False)

    # What the wire shows of its files: rows of files.payloads.row_of, in the author's order. None without files.
    files = models.JSONField(null=True, blank=True, editable=False)

    # [{"emoji", "count", "users"}], computed from the Reaction rows.
    reactions = models.JSONField(null=True, blank=True)

    pinned_at = models.DateTimeField(null=True, blank=True)
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    # Of a message that was just edited, for the receivers of that. Otherwise None.
    before: Before | None = None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="message_seq"),
            models.UniqueConstraint(fields=["author", "nonce"], name="message_nonce"),
        ]
        indexes = [
            models.Index(fields=["room", "rev"], name="message_changes"),
            # For the messages that an unread count leaves out.
            models.Index(fields=["room", "author", "seq"], name="messages_of_an_author"),
            models.Index(fields=["room", "seq"], condition=Q(deleted_at__isnull=False), name="deleted_messages"),
            # Partial indexes: a plain message is written to none of them.
            models.Index(fields=["reply_to"], condition=Q(reply_to__isnull=False), name="quoting_messages"),
            models.Index(fields=["thread", "seq"], condition=Q(thread__isnull=False), name="messages_in_a_thread"),
            models.Index(fields=["room", "seq"], condition=Q(mentions_here=True), name="messages_to_everybody"),
            models.Index(fields=["room", "pinned_at"], condition=Q(pinned_at__isnull=False), name="pinned_messages"),
        ]

    def __str__(self) -> str:
        return f"#{self.seq} · {self.room_id}"

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    @property
    def is_pinned(self) -> bool:
        return self.pinned_at is not None

    def without_marks(self) -> "Message":
        """A copy for an author who has left the room: the author's own words, without reactions, replies and pins of
        others."""
        own = copy(self)
        own.reactions = own.replies = own.pinned_at = own.pinned_by = None
        return own


class EarlierText(models.Model):
    """A message's text before an edit, and the time from which it was shown."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="earlier_texts")
    text = models.TextField(max_length=TEXT_LENGTH)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.message} at {self.at}"
