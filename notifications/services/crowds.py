"""Tell the members of large rooms that a message mentions everybody: in parts, since a transaction must be short."""

from collections.abc import Sequence

from django.db import transaction

from chat.models import Message
from notifications.models import Crowd
from notifications.selectors import wishes
from notifications.services.announcing import announce, present
from notifications.services.candidates import is_to_crowd
from notifications.services.retrying import due, tried

# Members told in one transaction: on SQLite nobody else writes meanwhile.
MOST_TOGETHER = 250


def begin(messages: Sequence[Message]) -> None:
    """Of these messages, those to large rooms. One that was begun before goes on where it was stopped, and tells nobody again."""
    begun = [message.pk for message in messages if is_to_crowd(message)]
    if begun:
        Crowd.objects.bulk_create([Crowd(message_id=message) for message in begun], ignore_conflicts=True)
        Crowd.objects.filter(pk__in=begun, after__isnull=False, is_waiting=False).update(is_waiting=True)


def tell_part() -> bool:
    """Tell the next members of one room. Whether there was one that no other worker has."""
    passed = 0
    while number := due(Crowd.objects.filter(is_waiting=True, pk__gt=passed)).values_list("pk", flat=True).first():
        rows = Crowd.objects.filter(pk=number)
        if tried(rows, lambda number=number: _tell_part(number)):  # type: ignore[misc]
            return True
        passed = number
    return False


@transaction.atomic
def _tell_part(number: int) -> bool:
    waiting = Crowd.objects.filter(pk=number, is_waiting=True, after__isnull=False)
    crowd = waiting.select_for_update(skip_locked=True).first()
    after = crowd.after if crowd else None
    if crowd is None or after is None:
        return False
    messages = [message for message in present([number]) if message.mentions_here]
    crowd.is_waiting = bool(messages)
    for message in messages:
        users = wishes.members_after(message.room_id, after, MOST_TOGETHER)
        if len(users) < MOST_TOGETHER:
            crowd.after, crowd.is_waiting = None, False
        else:
            crowd.after = users[-1]
        announce([message], {message.pk: {*users} - {message.author_id}})
    crowd.tries, crowd.due_at = 0, None
    crowd.save()
    return True
