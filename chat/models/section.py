from django.conf import settings
from django.db import models

from accounts.user_names.spelling import require_legible

NAME_LENGTH = 60


class Section(models.Model):
    """A heading in one person's list of rooms, made by this person. Nobody else sees it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sections", db_index=False)
    name = models.CharField(max_length=NAME_LENGTH, validators=[require_legible])
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        indexes = [models.Index(fields=["user", "position", "id"], name="sections_of_a_user")]

    def __str__(self) -> str:
        return self.name
