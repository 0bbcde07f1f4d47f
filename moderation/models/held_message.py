from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from chat.models import Message, Room
from chat.models.message import TEXT_LENGTH
from moderation.models.rule import NOTE_LENGTH, Rule


class HeldMessage(models.Model):
    """A message that waits until somebody has looked at it. It has no seq; its release makes a new message.

    The row stays for a while after the decision, so that the author's device, which sends its nonce again, is answered.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RELEASED = "released"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn", "Withdrawn by the author"

    room = models.ForeignKey(Room, models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    nonce = models.UUIDField()
    # Empty once it was released or withdrawn. Of a refused message the author still sees it.
    text = models.TextField(blank=True, max_length=TEXT_LENGTH)
    reply_to = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+", db_index=False)
    thread = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+", db_index=False)
    # Rows of files.payloads.row_of, as those of a message.
    files = models.JSONField(null=True)
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    # The rule that it met; None for an account's first message, and when the rule is gone.
    rule = models.ForeignKey(Rule, models.SET_NULL, null=True, related_name="+", db_index=False)
    is_first = models.BooleanField("first message", default=False)
    # What the author is told.
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "nonce"], name="held_message_nonce")]
        indexes = [
            models.Index(fields=["room", "id"], condition=Q(state="waiting"), name="held_messages_of_a_room"),
            models.Index(fields=["id"], condition=Q(state="waiting"), name="waiting_held_messages"),
            models.Index(fields=["author", "id"], name="held_messages_of_an_author"),
            models.Index(fields=["decided_at"], condition=~Q(state="waiting"), name="decided_held_messages"),
            models.Index(fields=["at"], condition=Q(state="waiting"), name="held_messages_by_age"),
            # Whoever deletes a rule makes the database look for what it held.
            models.Index(fields=["rule"], condition=Q(rule__isnull=False), name="held_messages_of_a_rule"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING
