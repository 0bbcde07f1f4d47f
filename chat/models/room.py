import datetime

from django.db import models
from django.utils import timezone

from accounts.models import User

NAME_LENGTH = 80
TOPIC_LENGTH = 250


class Rooms(models.QuerySet["Room"]):
    def for_member(self, user: User) -> "Rooms":
        """The rooms this user is in: the lookup that is the permission check."""
        return self.filter(memberships__user=user, memberships__left_at=None)

    def open_to(self, user: User) -> "Rooms":
        """Public rooms this user could join."""
        mine = Room.objects.for_member(user)
        return self.filter(kind=Room.Kind.PUBLIC, archived_at=None).exclude(pk__in=mine.values("pk"))

    def locked(self) -> "Rooms":
        """Held until the transaction ends, so that numbers are handed out in the order of commits."""
        return self.select_for_update(of=("self",))


class Room(models.Model):
    class Kind(models.TextChoices):
        PUBLIC = "public"
        PRIVATE = "private"
        DIRECT = "direct"

    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.PUBLIC)
    name = models.CharField(max_length=NAME_LENGTH)
    topic = models.CharField(max_length=TOPIC_LENGTH, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)

    rev = models.PositiveBigIntegerField(default=0)
    # The rev of the last change to the room itself: its name, topic or archiving.
    room_rev = models.PositiveBigIntegerField(default=0)
    last_seq = models.PositiveBigIntegerField(default=0)
    last_message_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    member_count = models.PositiveIntegerField(default=0)

    objects = Rooms.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "archived_at", "id"], name="room_browsing")]

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    def next_rev(self, now: datetime.datetime) -> int:
        """The number of the change being made. The room must be locked, and saved in the same transaction."""
        self.rev += 1
        self.changed_at = now
        return self.rev
