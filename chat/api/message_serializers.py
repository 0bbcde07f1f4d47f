"""What the calls take of messages with their files, and of a room's files."""

from typing import Any

from rest_framework import serializers

from chat.api.serializers import LARGEST_ID, MessageId, PageQuery, Text
from chat.models import MessageFile
from chat.models.refused_retry import MOST_ATTEMPTS
from chat.services.messages.attachments import MOST_FILES
from core.problems import Problem
from core.rest.fields import UuidTextField


class FileIds(serializers.ListField):
    """Ids of files, as a tuple. Raises Problem `too_many_files` before it reads them."""

    child = UuidTextField()

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, list) and len(data) > MOST_FILES:
            raise Problem("too_many_files")
        return tuple(super().to_internal_value(data))


class MessageCreate(serializers.Serializer[Any]):
    nonce = UuidTextField()
    text = Text()
    reply_to = MessageId()
    thread = MessageId()
    files = FileIds(required=False)
    despite_warning = serializers.BooleanField(required=False, default=False)
    attempt = serializers.IntegerField(min_value=1, max_value=MOST_ATTEMPTS, required=False, default=1)


class MessageEdit(serializers.Serializer[Any]):
    """`rev`: the message's rev that its editor saw. `files`: those that stay."""

    text = Text(required=False)
    files = FileIds(required=False)
    rev = serializers.IntegerField(min_value=0, max_value=LARGEST_ID, required=False, allow_null=True, default=None)
    despite_warning = serializers.BooleanField(required=False, default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.keys() & {"text", "files"}:
            raise serializers.ValidationError({"text": "Give a text, or the files that stay."}, code="required")
        return attrs


class RoomFilesQuery(PageQuery):
    kind = serializers.ChoiceField(MessageFile.Kind.choices, required=False)
