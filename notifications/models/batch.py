from collections.abc import Collection

from django.db import models
from django.db.models import Q

from chat.models import Message


class ToBeTold(models.Model):
    """What the job that tells people has still to do (notifications/services/telling.py)."""

    # How many have failed. From the second on it is tried without others, so that one is not in the way of all.
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    # How many of them by something else than a database that was busy or away.
    faults = models.PositiveSmallIntegerField(default=0, db_default=0)
    # Not before; null: at once.
    due_at = models.DateTimeField(null=True, blank=True)
    # Nobody tries any more. The row says which messages people were not told of.
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def message_ids(self) -> Collection[int]:
        raise NotImplementedError


class Batch(ToBeTold):
    """Messages of which people are still to be told. One row is written with each batch of messages that somebody may want to be
    told of; the job deletes it in the transaction that tells them, so they are told once."""

    # Ids.
    messages = models.JSONField()
    # They were edited, deleted or restored. Whether a message is new, it cannot say itself: it may be edited before anybody is told.
    is_edit = models.BooleanField(default=False, db_default=False)
    # Of one message whose text was edited, what it said before: `mentions`, `here` and `text` (chat.models.message.Before). Without
    # that, of messages that are back, whatever they say counts as new.
    before = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = "batch of messages to be told"
        verbose_name_plural = "batches of messages to be told"

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def message_ids(self) -> Collection[int]:
        return list(self.messages)


class Crowd(ToBeTold):
    """Many people whom one message concerns: they are told in parts (notifications/services/crowds.py)."""

    class Kind(models.TextChoices):
        # The members of a large room, whom it mentions all together. The row stays, so that no edit tells them again.
        HERE = "here"
        # Those who follow its thread.
        REPLY = "reply"
        # Those of whom it has a keyword.
        KEYWORD = "keyword"
        # Those who were told of it. Now it is gone, or mentions everybody no more, or does again: their inboxes count otherwise.
        CHANGED = "changed"

    message = models.ForeignKey(Message, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    # The user id up to which they have been told; null: all have been.
    after = models.BigIntegerField(default=0, null=True, blank=True)
    # False where an edit took the mention away, until another one brings it back.
    is_waiting = models.BooleanField(default=True)
    # The text before the edit that this is of, as in a batch. What had a keyword before tells nobody of that.
    earlier_text = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = "many people to be told"
        verbose_name_plural = "many people to be told"
        constraints = [models.UniqueConstraint(fields=["message", "kind"], name="crowd_once")]
        indexes = [models.Index(fields=["id"], condition=Q(is_waiting=True), name="crowds_that_wait")]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def message_ids(self) -> Collection[int]:
        return [self.message_id]

    @property
    def is_stopped(self) -> bool:
        """Some are told, and nobody tells the others."""
        return self.after is not None and (not self.is_waiting or self.given_up_at is not None)
