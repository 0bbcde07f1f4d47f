from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from chat.models.room import Room

# A person who left is not added back by the person who had added them during this time.
LEFT_ALONE = timedelta(days=1)


class Departures(models.QuerySet["Departure"]):
    def recent(self) -> "Departures":
        return self.filter(at__gt=_oldest())

    def forgotten(self) -> "Departures":
        return self.filter(at__lte=_oldest())


class Departure(models.Model):
    """A person left a room of their own accord, and `added_by` had added them to it."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="departures", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects = Departures.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "user", "added_by"], name="one_departure_per_adder")]

    def __str__(self) -> str:
        return f"{self.user} · {self.room}"


def _oldest() -> datetime:
    return timezone.now() - LEFT_ALONE
