"""What the calls about mutes take."""

from typing import Any

from rest_framework import serializers

from core.rest.fields import TextField
from moderation.models.mute import REASON_LENGTH
from moderation.services.mutes import LONGEST_SECONDS


class MuteCreate(serializers.Serializer[Any]):
    """`seconds`: null for a mute that ends when somebody lifts it."""

    seconds = serializers.IntegerField(min_value=1, max_value=LONGEST_SECONDS, allow_null=True)
    reason = TextField(max_length=REASON_LENGTH, required=False, allow_blank=True, default="")
