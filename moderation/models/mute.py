from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from chat.models import Room

REASON_LENGTH = 200


class Mutes(models.QuerySet["Mute"]):
    def standing(self, now: datetime) -> "Mutes":
        """Those that hold now. The job that ends them may be late."""
        return self.filter(Q(until=None) | Q(until__gt=now), ended_at=None)

    def due(self, now: datetime) -> "Mutes":
        return self.filter(ended_at=None, until__lte=now)


class Mute(models.Model):
    """A person who may not write for a while, or until it is lifted. One row for a room and person: it stays when the mute ends,
    so that devices which missed the end learn of it, and the next mute takes it over."""

    # None: the whole site.
    room = models.ForeignKey(Room, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    muted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    # As it was asked for; null: until it is lifted.
    seconds = models.PositiveIntegerField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True, help_text="The person reads it.")
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The person's own rev of the last change (chat/models/own_state.py).
    own_rev = models.PositiveBigIntegerField(default=0, editable=False)

    objects = Mutes.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room", "user"], condition=Q(room__isnull=False), name="one_mute_in_a_room"
            ),
            models.UniqueConstraint(fields=["user"], condition=Q(room=None), name="one_mute_on_the_site"),
        ]
        indexes = [
            models.Index(fields=["user", "own_rev"], name="mutes_of_a_person"),
            models.Index(fields=["room", "id"], condition=Q(ended_at=None), name="mutes_of_a_room"),
            models.Index(fields=["id"], condition=Q(ended_at=None), name="mutes_not_ended"),
            models.Index(fields=["muted_by", "id"], name="mutes_by_a_moderator"),
            models.Index(fields=["until"], condition=Q(ended_at=None, until__isnull=False), name="mutes_that_end"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.room}" if self.room_id else f"{self.user}"

    def holds(self, now: datetime) -> bool:
        return self.ended_at is None and (self.until is None or self.until > now)
