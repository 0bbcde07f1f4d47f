from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from chat.models import Message, Room

TEXT_LENGTH = NOTE_LENGTH = 2_000


class Reports(models.QuerySet["Report"]):
    def undecided(self) -> "Reports":
        return self.exclude(state=Report.State.DECIDED)


class Report(models.Model):
    """Somebody asks for a decision on a message, a person or a room. What was said is kept here as it was then, so that
    its author cannot take it away from those who decide."""

    class Kind(models.TextChoices):
        MESSAGE = "message"
        USER = "user"
        ROOM = "room"

    class Reason(models.TextChoices):
        SPAM = "spam"
        ABUSE = "abuse", "Abuse or threats"
        ILLEGAL = "illegal", "Illegal content"
        PRIVATE = "private", "Private information"
        OTHER = "other", "Something else"

    class State(models.TextChoices):
        OPEN = "open", "Waiting"
        CLAIMED = "claimed"
        DECIDED = "decided"

    class Decision(models.TextChoices):
        NOTHING = "nothing", "Nothing to be done"
        DELETE = "delete", "Delete the message"
        MUTE = "mute", "Mute the person"
        REMOVE = "remove", "Remove the person from the room"
        BAN = "ban", "Ban the person"
        ARCHIVE = "archive", "Archive the room"

    kind = models.CharField(max_length=7, choices=Kind)
    # The id of what is reported. It stays when the row goes.
    target = models.PositiveBigIntegerField(editable=False)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="+")
    # Of the message, or the one that is reported.
    room = models.ForeignKey(Room, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    # The person it is about; None for a room.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    # Whether the room's moderators decide it, too.
    for_room = models.BooleanField(default=False)

    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    reason = models.CharField(max_length=7, choices=Reason)
    text = models.TextField(max_length=TEXT_LENGTH, blank=True)
    # payloads.Kept and payloads.Context as JSON.
    kept = models.JSONField(editable=False)
    context = models.JSONField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=7, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    # For those who decide.
    note = models.TextField(max_length=NOTE_LENGTH, blank=True)
    told = models.BooleanField("the reporter is told", default=False)

    objects = Reports.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reporter", "kind", "target"], condition=~Q(state="decided"), name="one_report_until_decided"
            )
        ]
        indexes = [
            models.Index(fields=["id"], condition=~Q(state="decided"), name="undecided_reports"),
            models.Index(fields=["room", "id"], name="reports_of_a_room"),
            models.Index(fields=["reporter", "id"], name="reports_of_a_reporter"),
            models.Index(fields=["user", "id"], name="reports_about_a_person"),
            models.Index(fields=["decided_at"], condition=Q(state="decided"), name="decided_reports"),
            # For the filters of staff: of a rare kind or reason the newest few are far apart.
            models.Index(fields=["kind", "id"], name="reports_of_a_kind"),
            models.Index(fields=["reason", "id"], name="reports_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_decided(self) -> bool:
        return self.state == self.State.DECIDED
