from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from moderation.models.mute import REASON_LENGTH


class SiteBan(models.Model):
    """A person who is kept out of the whole site. The row stays when the ban is lifted."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    banned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=timezone.now, editable=False)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True, help_text="For the staff.")
    lifted_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Messages since then are deleted; null: none.
    remove_since = models.DateTimeField(null=True, blank=True, editable=False)
    removed = models.PositiveIntegerField("messages removed", default=0, editable=False)
    removed_at = models.DateTimeField("removal completed", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "ban from the site"
        verbose_name_plural = "bans from the site"
        indexes = [models.Index(fields=["id"], condition=Q(lifted_at=None), name="standing_site_bans")]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def stands(self) -> bool:
        return self.lifted_at is None
