"""Many rooms of the longest names, put straight into the database."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from chat.models import Membership, Room


def many_rooms(user: User, count: int, kind: str = Room.Kind.PUBLIC, **fields: Any) -> list[Room]:
    now = timezone.now()
    created = Room.objects.bulk_create(
        Room(name="火" * 80, topic="🔥" * 250, kind=kind, last_message_at=now - timedelta(minutes=turn), **fields)
        for turn in range(count)
    )
    Membership.objects.bulk_create(Membership(room=room, user=user) for room in created)
    return created
