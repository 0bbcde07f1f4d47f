"""Threads that people follow."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from chat.models import Message
from chat.services.authority import Member
from notifications.models import Follow, LevelName


def follow_by_writing(messages: Sequence[Message]) -> None:
    """Whoever writes in a thread follows it, and so does who began it. What somebody has said of it before stays."""
    pairs = {(message.thread_id, message.author_id) for message in messages if message.thread_id is not None}
    if not pairs:
        return
    pairs.update(Message.objects.filter(pk__in={thread for thread, _ in pairs}).values_list("pk", "author_id"))
    Follow.objects.bulk_create(
        [Follow(thread_id=thread, user_id=user) for thread, user in sorted(pairs)], ignore_conflicts=True
    )


@transaction.atomic
def wish(*, by: User, message_id: int, level: str, muted_until: datetime | None = None) -> Follow:
    """Follow the thread of a message (`all`), or be told of it less. A second call changes nothing. Raises Problem `not_found`."""
    root = Member(by).root_of_thread(message_id)
    wanted: dict[str, Any] = {"level": level, "muted_until": muted_until, "is_asked_for": True}
    follow, _ = Follow.objects.update_or_create(user=by, thread=root, defaults=wanted)
    return follow


def unfollow(*, by: User, message_id: int) -> None:
    """Be told of the thread only where one is mentioned, also after one has written in it. Raises Problem `not_found`."""
    wish(by=by, message_id=message_id, level=LevelName.MENTIONS)
