"""What the calls of the inbox and of preferences take."""

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from chat.api.serializers import LARGEST_ID, PageQuery
from core.rest.fields import BoundedListField, TextField
from notifications.deciding.keywords import LONGEST_KEYWORD
from notifications.deciding.quiet_hours import DAYS, QuietHours
from notifications.models import LevelName, MailAfter
from notifications.services.marking import MOST_TOGETHER
from notifications.services.preferences import MOST_KEYWORDS

LONGEST = timedelta(days=366)
CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])\Z")


class Until(serializers.DateTimeField):
    """A time within a year, so that the end of a mute is seen by somebody."""

    def to_internal_value(self, value: Any) -> Any:
        until = super().to_internal_value(value)
        if until > timezone.now() + LONGEST:
            raise serializers.ValidationError("At most a year from now.", code="max_value")
        return until


class ItemIds(BoundedListField):
    child = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MOST_TOGETHER, **options)


class InboxQuery(PageQuery):
    """`done`: only what is done, or only what is not."""

    done = serializers.BooleanField(required=False, allow_null=True, default=None)


class RepliesRead(serializers.Serializer[Any]):
    """Of a thread, by the id of the message that began it, the replies up to `seq`."""

    thread = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    seq = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)


class InboxDone(serializers.Serializer[Any]):
    """`ids`, `replies`, or `all`, which is up to the item `up_to` where that is given."""

    ids = ItemIds(required=False)
    replies = RepliesRead(required=False)
    all = serializers.BooleanField(required=False, default=False)
    up_to = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if sum((attrs["all"], "ids" in attrs, "replies" in attrs)) != 1:
            raise serializers.ValidationError({"ids": "Give ids, replies, or all."}, code="required")
        if "up_to" in attrs and not attrs["all"]:
            raise serializers.ValidationError({"up_to": "Only of all."}, code="invalid")
        return attrs


class InboxUndone(serializers.Serializer[Any]):
    ids = ItemIds()


class Clock(serializers.RegexField):
    """A time of the wall clock, as `22:00`."""

    def __init__(self) -> None:
        super().__init__(CLOCK, max_length=5)


class QuietHoursGiven(serializers.Serializer[Any]):
    start = Clock()
    end = Clock()
    days = BoundedListField(
        child=serializers.IntegerField(min_value=0, max_value=6), max_length=7, min_length=1, required=False
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["start"] == attrs["end"]:
            raise serializers.ValidationError({"end": "Give another time than the start."}, code="invalid")
        return attrs


class PreferencesChange(serializers.Serializer[Any]):
    level = serializers.ChoiceField(LevelName.choices, required=False)
    muted_until = Until(required=False, allow_null=True)
    undisturbed_until = Until(required=False, allow_null=True)
    quiet = QuietHoursGiven(required=False, allow_null=True)
    mail = serializers.ChoiceField(MailAfter.choices, required=False)
    keywords = BoundedListField(child=TextField(max_length=LONGEST_KEYWORD), max_length=MOST_KEYWORDS, required=False)


class FollowChange(serializers.Serializer[Any]):
    level = serializers.ChoiceField(LevelName.choices, required=False, default=LevelName.ALL)
    muted_until = Until(required=False, allow_null=True, default=None)


class SnoozeBegin(serializers.Serializer[Any]):
    until = Until()


def quiet_hours(given: dict[str, Any] | None) -> QuietHours | None:
    if given is None:
        return None
    return QuietHours(_minutes(given["start"]), _minutes(given["end"]), frozenset(given.get("days", DAYS)))


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)
