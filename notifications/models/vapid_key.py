from django.db import models
from django.utils import timezone


class VapidKey(models.Model):
    """A key that tells push services who sends (RFC 8292). A browser subscribes for one of them, and takes pushes of that one alone.

    The site makes the first when it is asked for, and another one where it can open none. None is deleted: with the SECRET_KEY that
    sealed it back in its place, a key serves again.
    """

    # Counts up, so that workers which make one at once agree.
    number = models.PositiveIntegerField(unique=True, editable=False)
    # As browsers take it: the point, in base64 for URLs.
    public = models.CharField(max_length=87, editable=False)
    # Sealed: a copy of the database alone sends no pushes.
    private = models.CharField(max_length=500, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.number}"
