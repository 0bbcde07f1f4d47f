"""Bulk actions that run as jobs."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

LONGEST_NAME = 100
KEPT = timedelta(days=30)


class BulkAction(models.Model):
    """One action of one person on many rows. `rows` before `position` are done."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # The model's label and the action's name in its pages.
    model = models.CharField(max_length=LONGEST_NAME)
    action = models.CharField(max_length=LONGEST_NAME)
    title = models.CharField(max_length=200)
    # What the action asked for, as its form was sent.
    asked = models.JSONField(default=dict)
    # A form that is sent twice makes one action.
    key = models.CharField(max_length=64, unique=True, editable=False)
    # Primary keys, as text.
    rows = models.JSONField()
    total = models.PositiveIntegerField()
    position = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    # The number of refused rows by code of the Problem.
    refusals = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="bulk_actions_by_time")]

    def __str__(self) -> str:
        return self.title

    @property
    def has_ended(self) -> bool:
        return self.ended_at is not None
