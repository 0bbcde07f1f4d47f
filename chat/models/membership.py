from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from chat.models.guards import PersonGuards, SiteGuards
from chat.models.room import Room
from chat.models.section import Section


class Memberships(models.QuerySet["Membership"]):
    def current(self) -> "Memberships":
        return self.filter(left_at=None)

    def with_all_guards(self) -> "Memberships":
        """With `all_guards`."""
        guards: Any = models.F("guards")
        person = PersonGuards.objects.filter(user=models.OuterRef("user")).values("guards")
        for elsewhere in (person, SiteGuards.objects.values("guards")[:1]):
            guards = guards.bitor(Coalesce(models.Subquery(elsewhere), 0))
        together = {"all_guards": guards}
        return self.annotate(**together)


class Membership(models.Model):
    """A user in a room. Leaving keeps the row, so that `sync` can tell who left and a returning member finds the
    read marker."""

    class Role(models.TextChoices):
        OWNER = "owner"
        MODERATOR = "moderator"
        MEMBER = "member"

    class Notify(models.TextChoices):
        """The messages that the member is notified of."""

        ALL = "all"
        MENTIONS = "mentions"
        NOTHING = "nothing"

    room = models.ForeignKey(Room, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=9, choices=Role.choices, default=Role.MEMBER)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    rev = models.PositiveBigIntegerField(default=0)
    last_read_seq = models.PositiveBigIntegerField(default=0)
    # The number of times that the marker has moved.
    read_rev = models.PositiveBigIntegerField(default=0, db_default=0)
    # Own revs of the member (see OwnState) at three changes: the last start or end of this membership, the last move of
    # the marker, the last change of a preference.
    standing_rev = models.PositiveBigIntegerField(default=0, db_default=0)
    marker_rev = models.PositiveBigIntegerField(default=0, db_default=0)
    preferences_rev = models.PositiveBigIntegerField(default=0, db_default=0)
    # The person who added the member this time; None when the member came of their own accord.
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # False for a member who was added and has neither said to stay nor left.
    accepted = models.BooleanField(default=True, db_default=True)
    # Private to the member, so changing them takes no rev of the room.
    notify = models.CharField(max_length=8, choices=Notify.choices, default=Notify.ALL)
    muted = models.BooleanField(default=False)
    favourite = models.BooleanField(default=False)
    # The member's own section that lists the room. Without a constraint and an index: deleting a section must not look
    # through the memberships of everybody. An id that is no section of the member counts as none.
    section = models.ForeignKey(
        Section, models.DO_NOTHING, null=True, blank=True, related_name="+", db_constraint=False, db_index=False
    )

    # Bits of chat/models/guards.py: what another app asks before this member writes here.
    guards = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    # The guards of the member, the person and the site, where `with_all_guards` has read them.
    all_guards = 0

    objects = Memberships.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "user"], name="one_membership_per_person")]
        indexes = [
            models.Index(fields=["user", "room"], condition=models.Q(left_at=None), name="rooms_of_a_user"),
            models.Index(fields=["room", "rev"], name="membership_changes"),
            models.Index(
                fields=["room", "joined_at", "id"], condition=models.Q(left_at=None), name="members_of_a_room"
            ),
            models.Index(fields=["left_at"], condition=models.Q(left_at__isnull=False), name="ended_memberships"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.room}"

    @property
    def is_current(self) -> bool:
        return self.left_at is None

    @property
    def mine_rev(self) -> int:
        """The own rev of the member's last change in this room."""
        return max(self.standing_rev, self.marker_rev, self.preferences_rev)

    @property
    def unaccepted_adder(self) -> int | None:
        """The id of the person who added this member, until the member says to stay; then None."""
        return None if self.accepted else self.added_by_id

    @property
    def is_owner(self) -> bool:
        return self.is_current and self.role == self.Role.OWNER

    @property
    def moderates(self) -> bool:
        return self.is_current and self.role in (self.Role.OWNER, self.Role.MODERATOR)
