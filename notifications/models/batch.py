from django.db import models


class Batch(models.Model):
    """Messages of which people are still to be told. One row is written with each batch of messages that somebody may want to be
    told of; the job deletes it in the transaction that tells them, so they are told once."""

    # Ids.
    messages = models.JSONField()
    # Of a message to everybody in a large room: the user id up to which the members have been told. None for other messages.
    after = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = "batch of messages to be told"
        verbose_name_plural = "batches of messages to be told"

    def __str__(self) -> str:
        return f"{self.pk}"
