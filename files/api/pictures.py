from typing import Any

from rest_framework import serializers


class FileChoice(serializers.Serializer[Any]):
    """A file that was uploaded, and that nothing uses yet."""

    file = serializers.UUIDField()
