from collections.abc import Collection

from django.db import models
from django.db.models import Q

from chat.models import Message


class ToBeTold(models.Model):
    """What the job that tells people has still to do (notifications/services/telling.py)."""

    # How many have failed. From the second on it is tried without others, so that one is not in the way of all.
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    # Not before; null: at once.
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def message_ids(self) -> Collection[int]:
        raise NotImplementedError

    def give_up(self) -> None:
        raise NotImplementedError


class Batch(ToBeTold):
    """Messages of which people are still to be told. One row is written with each batch of messages that somebody may want to be
    told of; the job deletes it in the transaction that tells them, so they are told once."""

    # Ids.
    messages = models.JSONField()
    # They were edited. Whether a message is new, it cannot say itself: it may be edited before anybody is told of it.
    is_edit = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name = "batch of messages to be told"
        verbose_name_plural = "batches of messages to be told"

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def message_ids(self) -> Collection[int]:
        return list(self.messages)

    def give_up(self) -> None:
        self.delete()


class Crowd(ToBeTold):
    """The members of a large room, whom a message mentions all together: they are told in parts. The row stays, so that no edit tells
    them again."""

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="+")
    # The user id up to which the members have been told; null: all have been.
    after = models.BigIntegerField(default=0, null=True, blank=True)
    # False where an edit took the mention away, until another one brings it back.
    is_waiting = models.BooleanField(default=True)

    class Meta:
        verbose_name = "large room to be told"
        verbose_name_plural = "large rooms to be told"
        indexes = [models.Index(fields=["message"], condition=Q(is_waiting=True), name="crowds_that_wait")]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def message_ids(self) -> Collection[int]:
        return [self.message_id]

    def give_up(self) -> None:
        self.is_waiting, self.due_at = False, None
        self.save(update_fields=["is_waiting", "due_at"])
