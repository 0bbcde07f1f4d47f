import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

NAME_LENGTH = 255
ALT_LENGTH = 1000


class File(models.Model):
    """An upload, and from its last byte on a file. It has one use in its life: a message, a portrait, a picture.

    Forwarding makes a new row with the same `blob`. The bytes go when no row has their blob any more.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo"  # re-encoded: upright and without metadata
        FILE = "file"  # kept byte by byte

    class State(models.TextChoices):
        RECEIVING = "receiving"
        INSPECTING = "inspecting"
        READY = "ready"
        REFUSED = "refused"

    class Use(models.TextChoices):
        """Who may fetch it is said by its use. A file of a message has none here: its room says who may."""

        PORTRAIT = "portrait"
        PICTURE = "picture"  # of a room
        LOGO = "logo"  # of the site

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Who uploaded it. Files outlive accounts as messages do.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="files", db_index=False
    )
    blob = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    name = models.CharField(max_length=NAME_LENGTH)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.FILE)
    # The media type found by content; empty until it was looked at.
    type = models.CharField(max_length=100, blank=True, default="")
    # Bytes: as declared, and as received so far.
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    # Names of its chunks in a bucket, separated by spaces, while it is received there.
    parts = models.TextField(blank=True, default="", db_default="")
    # SHA-256 in hexadecimal of what is delivered.
    digest = models.CharField(max_length=64, blank=True, default="")
    # Pixels, of pictures and videos.
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    alt = models.CharField(max_length=ALT_LENGTH, blank=True, default="")
    # Base64; empty for what is no picture.
    thumbhash = models.CharField(max_length=64, blank=True, default="")
    # Sizes of thumbnails that exist: {"small": [width, height], "large": [width, height]}.
    thumbnails = models.JSONField(default=dict, blank=True)
    is_animated = models.BooleanField(default=False)
    # Whether the bytes are counted as those of another file, which was forwarded: they count once. When that is deleted,
    # its oldest copy counts them.
    is_copy = models.BooleanField(default=False, db_default=False)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVING)
    # The code of the Problem, where it was refused.
    refusal = models.CharField(max_length=32, blank=True, default="")
    use = models.CharField(max_length=8, choices=Use, blank=True, default="", db_default="")
    created_at = models.DateTimeField(default=timezone.now)
    # When it goes, as long as nothing uses it; None once something does.
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "created_at"], name="files_of_a_person"),
            # For lists of the largest: of the site, and of a person.
            models.Index(fields=["-size", "-id"], name="files_by_size"),
            models.Index(fields=["owner", "-size", "-id"], name="files_of_a_person_by_size"),
            models.Index(fields=["expires_at"], condition=Q(expires_at__isnull=False), name="files_that_expire"),
        ]

    def __str__(self) -> str:
        return self.name
