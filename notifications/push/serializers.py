"""What the calls about pushes take."""

from typing import Any

from rest_framework import serializers

from core.rest.fields import TextField
from notifications.models import PushSubscription
from notifications.models.push_subscription import LONGEST_ENDPOINT


class PushKeys(serializers.Serializer[Any]):
    p256dh = TextField(max_length=100)
    auth = TextField(max_length=40)


class PushSubscriptionCreate(serializers.Serializer[Any]):
    """As browsers write one. What else they write of it is not needed."""

    endpoint = TextField(max_length=LONGEST_ENDPOINT)
    keys = PushKeys()
    # As the device remembers it.
    privacy = serializers.ChoiceField(choices=PushSubscription.Privacy.choices, required=False)


class PushSubscriptionChange(serializers.Serializer[Any]):
    privacy = serializers.ChoiceField(choices=PushSubscription.Privacy.choices)
