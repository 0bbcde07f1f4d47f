from collections.abc import Iterable
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from accounts.user_names.spelling import require_legible
from core.text.unicode import searchable

NAME_LENGTH = 80
TOPIC_LENGTH = 250
SLOWEST_SECONDS = 6 * 3600
# A number of members. In a larger room each message would cause a crowd of receipts, which nobody reads.
RECEIPTS_UP_TO = 50


def matching(query: str) -> models.Q:
    """The condition that a room's name or topic contains `query`."""
    by_key = models.Q(search_key__contains=searchable(query, TOPIC_LENGTH))
    # Rooms that a worker of the version before has made or renamed.
    return by_key | models.Q(name__icontains=query) | models.Q(topic__icontains=query)


class Rooms(models.QuerySet["Room"]):
    def bulk_create(self, objs: Iterable["Room"], *args: Any, **options: Any) -> list["Room"]:
        rooms = list(objs)
        for room in rooms:
            room.fold()
        return super().bulk_create(rooms, *args, **options)

    def for_member(self, user: User) -> "Rooms":
        """The rooms of this user. This lookup is the permission check."""
        return self.filter(memberships__user=user, memberships__left_at=None)

    def open_to(self, user: User) -> "Rooms":
        """Public rooms that this user may join."""
        mine, banned = Room.objects.for_member(user), Room.objects.filter(bans__user=user)
        found = self.filter(kind=Room.Kind.PUBLIC, archived_at=None)
        return found.exclude(pk__in=mine.values("pk")).exclude(pk__in=banned.values("pk"))

    def locked(self, *, skip_locked: bool = False) -> "Rooms":
        """Rooms locked until the transaction ends, so that revs are given out in the order of commits."""
        return self.select_for_update(of=("self",), skip_locked=skip_locked)


class Room(models.Model):
    class Kind(models.TextChoices):
        PUBLIC = "public"
        PRIVATE = "private"
        DIRECT = "direct"

    class Posting(models.TextChoices):
        """Who may send messages."""

        EVERYBODY = "everybody"
        MODERATORS = "moderators"

    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.PUBLIC)
    # Empty for a direct room: its name depends on the viewer.
    name = models.CharField(max_length=NAME_LENGTH, blank=True, validators=[require_legible])
    topic = models.CharField(max_length=TOPIC_LENGTH, blank=True, validators=[require_legible])
    # Name and topic as a search compares them. A worker of the version before leaves it as it was.
    search_key = models.TextField(blank=True, default="", db_default="", editable=False)
    # The address of its picture, written by files; empty without one.
    picture = models.CharField(max_length=200, blank=True, default="", db_default="", editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)
    # Of an archived room: where its conversation goes on. No index: rooms are not deleted.
    successor = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="Of an archived room: where its conversation goes on.",
    )
    posting = models.CharField(max_length=10, choices=Posting.choices, default=Posting.EVERYBODY)
    slow_seconds = models.PositiveIntegerField(
        "slow mode",
        default=0,
        validators=[MaxValueValidator(SLOWEST_SECONDS)],
        help_text="Seconds a member waits after a message before the next one. 0: none.",
    )
    # A person who joins the site becomes a member.
    is_default = models.BooleanField("default room", default=False, db_default=False)
    # Bits of chat/models/guards.py: what another app asks before anybody writes here.
    guards = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    # For a direct room: the ids of its people, so that a set of people has one room only.
    people_key = models.CharField(max_length=170, blank=True, editable=False)

    rev = models.PositiveBigIntegerField(default=0)
    # The rev of the last change of the room itself: its name, topic, archiving or rules.
    room_rev = models.PositiveBigIntegerField(default=0)
    last_seq = models.PositiveBigIntegerField(default=0)
    last_message_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    member_count = models.PositiveIntegerField(default=0)

    objects = Rooms.as_manager()
    # The names of a direct room's people, where somebody has looked them up (chat/admin/room_names.py).
    people_names = ""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["people_key"], condition=~models.Q(people_key=""), name="one_direct_room")
        ]
        indexes = [
            models.Index(fields=["kind", "archived_at", "id"], name="room_browsing"),
            models.Index(fields=["id"], condition=models.Q(is_default=True), name="default_rooms"),
        ]

    def __str__(self) -> str:
        return self.name or self.people_names or f"#{self.pk}"

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        fields = None if update_fields is None else set(update_fields)
        if fields is None or fields & {"name", "topic"}:
            self.fold()
            fields = fields and fields | {"search_key"}
        super().save(*args, update_fields=fields, **options)

    def fold(self) -> None:
        self.search_key = f"{searchable(self.name, NAME_LENGTH)}\n{searchable(self.topic, TOPIC_LENGTH)}"

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def is_direct(self) -> bool:
        return self.kind == self.Kind.DIRECT

    @property
    def shows_who_read(self) -> bool:
        """Whether members see how far the others have read."""
        return self.is_direct or self.member_count <= RECEIPTS_UP_TO

    def next_rev(self) -> int:
        """The number of the present change. The room must be locked, and saved in this transaction."""
        self.rev += 1
        # The database's time: workers' clocks differ, and a worker asks what other workers have changed.
        self.changed_at = Now()
        return self.rev
