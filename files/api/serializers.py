"""What these calls read."""

from rest_framework import serializers

from core.rest.fields import TextField
from files.models import File
from files.models.file import ALT_LENGTH
from files.names import MOST_READ, UNNAMED


class Description(serializers.Serializer[None]):
    """What comes with the bytes of a file."""

    # Cut and cleaned where it is stored.
    filename = TextField(default=UNNAMED, allow_blank=True, trim_whitespace=False, max_length=MOST_READ)
    kind = serializers.ChoiceField(File.Kind.choices, default=File.Kind.FILE)
    alt = TextField(default="", allow_blank=True, max_length=ALT_LENGTH)


class FileForm(serializers.Serializer[None]):
    file = serializers.FileField(allow_empty_file=True, max_length=None)
    kind = serializers.ChoiceField(File.Kind.choices, default=File.Kind.FILE)
    alt = TextField(default="", allow_blank=True, max_length=ALT_LENGTH)


class FileChange(serializers.Serializer[None]):
    alt = TextField(allow_blank=True, max_length=ALT_LENGTH)
