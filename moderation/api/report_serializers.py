"""What the calls about reports take."""

from typing import Any

from rest_framework import serializers

from chat.api.serializers import LARGEST_ID, PageQuery
from core.rest.fields import TextField
from moderation.models import Report
from moderation.models.report import NOTE_LENGTH, TEXT_LENGTH
from moderation.services.mutes import LONGEST_SECONDS

TARGETS = {"message", "user", "room"}


class Target(serializers.IntegerField):
    def __init__(self) -> None:
        super().__init__(min_value=1, max_value=LARGEST_ID, required=False)


class ReportCreate(serializers.Serializer[Any]):
    """One of `message`, `user` and `room`."""

    message = Target()
    user = Target()
    room = Target()
    reason = serializers.ChoiceField(Report.Reason.choices)
    text = TextField(max_length=TEXT_LENGTH, required=False, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs.keys() & TARGETS) != 1:
            raise serializers.ValidationError("Give one of message, user and room.", code="invalid")
        return attrs


class ReportsQuery(PageQuery):
    """`room`: only reports of this room, and of messages in it."""

    state = serializers.ChoiceField(["open", "decided", "mine"], required=False)
    room = Target()


class Decide(serializers.Serializer[Any]):
    """`seconds`: how long a mute lasts; null, until it is lifted."""

    decision = serializers.ChoiceField(Report.Decision.choices)
    note = TextField(max_length=NOTE_LENGTH, required=False, allow_blank=True, default="")
    seconds = serializers.IntegerField(
        min_value=1, max_value=LONGEST_SECONDS, required=False, allow_null=True, default=None
    )
    tell = serializers.BooleanField(required=False, default=True)
