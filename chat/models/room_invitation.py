from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from chat.models.room import Room


class RoomInvitations(models.QuerySet["RoomInvitation"]):
    def open(self) -> "RoomInvitations":
        """Invitations that have neither expired nor been used up, of people whose account is open."""
        lasting = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        return self.filter(lasting, made_by__is_active=True).exclude(uses_left=0)

    def over(self) -> "RoomInvitations":
        return self.filter(Q(expires_at__lte=timezone.now()) | Q(uses_left=0))


class RoomInvitation(models.Model):
    """A link into a room: a person who follows it becomes a member. Revoking the link deletes the row.

    The row keeps only a hash of the token, so a copy of the database opens no room.
    """

    room = models.ForeignKey(Room, models.CASCADE, related_name="invitations")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="room_invitations_made")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True, help_text="Empty: it never expires.")
    uses_left = models.PositiveIntegerField(null=True, blank=True, help_text="Empty: for any number of people.")

    objects = RoomInvitations.as_manager()

    def __str__(self) -> str:
        return f"to {self.room}, by {self.made_by}, {self.created_at:%Y-%m-%d}"
