from django.conf import settings
from django.db import models


class PersonUsage(models.Model):
    """How much the files of a person take, as of the last count. Counting reads every file of the site."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    # Copies of forwarded files are among the files. Their bytes are counted once: as the original's, and as the
    # oldest copy's once that is deleted.
    files = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-size", "-person"], name="people_by_usage")]
        verbose_name = "storage of a person"
        verbose_name_plural = "storage by person"

    def __str__(self) -> str:
        return f"{self.person_id}: {self.size}"
