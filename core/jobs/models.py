"""The one table of jobs. A job that has succeeded has no row any more."""

from django.db import models
from django.db.models import Q

from core.jobs.registry import title_of

LONGEST_NAME = 64
LONGEST_KEY = 128
LONGEST_ERROR = 500


class Job(models.Model):
    """Waiting: `due_at` says when it may run. Running: `claim` names the attempt, and `due_at` is the end of its lease. Dead: no `due_at`.

    So one comparison finds both what is due and what a killed worker has left behind. Every time is the database's clock.
    """

    type = models.CharField(max_length=LONGEST_NAME)
    # Of jobs that wait, one for each type and key.
    key = models.CharField(max_length=LONGEST_KEY, blank=True)
    payload = models.TextField()
    due_at = models.DateTimeField(null=True)
    claim = models.CharField(max_length=32, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=LONGEST_ERROR, blank=True)
    created_at = models.DateTimeField()
    failed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # `core.jobs.queue` repeats this condition to the letter: SQLite compares the two.
            models.UniqueConstraint(
                fields=["type", "key"],
                condition=Q(claim="", due_at__isnull=False, key__gt=""),
                name="one_waiting_job_of_a_key",
            )
        ]
        indexes = [
            models.Index(fields=["due_at", "type"], condition=Q(due_at__isnull=False), name="jobs_by_due_time"),
            # For counting what waits of one type.
            models.Index(fields=["type"], condition=Q(due_at__isnull=False), name="jobs_of_a_type"),
        ]

    def __str__(self) -> str:
        return f"{title_of(self.type)} {self.pk}"
