"""Write the rows of inboxes."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from chat.models import Message
from core.db.rows import Rows
from notifications.deciding.decision import Kind
from notifications.models import InboxItem

COLUMNS = ("user_id", "message_id", "membership_id", "author_id", "seq", "kind", "at", "is_done")
_new = Rows("new", InboxItem, COLUMNS)
# SQLite takes 32,766 values in a statement.
ROWS_AT_ONCE = 2000


class NewItem(NamedTuple):
    user_id: int
    membership_id: int
    message: Message
    kind: Kind

    @property
    def row(self) -> tuple[object, ...]:
        message = self.message
        return (
            self.user_id,
            message.pk,
            self.membership_id,
            message.author_id,
            message.seq,
            self.kind,
            message.created_at,
            False,
        )


def store(items: Sequence[NewItem]) -> set[tuple[int, int]]:
    """Store items; the pairs of person and message of those that are new. Who was told of a message before, is told no more."""
    stored: set[tuple[int, int]] = set()
    ordered = sorted(items, key=lambda item: (item.message.pk, item.user_id))
    for start in range(0, len(ordered), ROWS_AT_ONCE):
        given, parameters = _new.given([item.row for item in ordered[start : start + ROWS_AT_ONCE]])
        columns = ", ".join(COLUMNS)
        with connection.cursor() as cursor:
            cursor.execute(
                f"{given} INSERT INTO notifications_inboxitem ({columns}) SELECT {columns} FROM new WHERE true "  # noqa: S608 (names)
                "ON CONFLICT (user_id, message_id) DO NOTHING RETURNING user_id, message_id",
                parameters,
            )
            stored.update(cursor.fetchall())
    return stored


def forget_unmentioned(messages: Iterable[Message]) -> set[int]:
    """Delete the items of people whom an edited message mentions no more. The people whose inbox has changed by that."""
    changed: set[int] = set()
    for message in messages:
        stale = InboxItem.objects.filter(message=message)
        if message.mentions_here:
            stale = stale.none()
        else:
            named = Q(kind="mention") & ~Q(user__in=message.mentions or [])
            stale = stale.filter(named | Q(kind="here"))
        if gone := list(stale.values_list("pk", "user_id")):
            InboxItem.objects.filter(pk__in=[pk for pk, _ in gone]).delete()
            changed.update(user for _, user in gone)
    return changed
