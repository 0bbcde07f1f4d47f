"""What the calls about rules and held messages take."""

from typing import Any

from rest_framework import serializers

from core.rest.fields import TextField
from moderation.models import Rule
from moderation.models.rule import NOTE_LENGTH, PATTERN_LENGTH


class RuleCreate(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(Rule.Kind.choices)
    pattern = TextField(max_length=PATTERN_LENGTH)
    action = serializers.ChoiceField(Rule.Action.choices)
    note = TextField(max_length=NOTE_LENGTH, required=False, allow_blank=True, default="")


class RuleChange(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(Rule.Kind.choices, required=False)
    pattern = TextField(max_length=PATTERN_LENGTH, required=False)
    action = serializers.ChoiceField(Rule.Action.choices, required=False)
    note = TextField(max_length=NOTE_LENGTH, required=False, allow_blank=True)


class HeldRefuse(serializers.Serializer[Any]):
    note = TextField(max_length=NOTE_LENGTH, required=False, allow_blank=True, default="")
