"""Write the rows of inboxes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import connection

from chat.models import Message
from core.answer_size import batches
from core.db.rows import Rows
from notifications.deciding.decision import Kind
from notifications.models import InboxItem

COLUMNS = ("user_id", "message_id", "membership_id", "author_id", "seq", "is_in_thread", "kind", "at", "is_done")
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
            message.thread_id is not None,
            self.kind,
            message.created_at,
            False,
        )


def store(items: Sequence[NewItem]) -> dict[tuple[int, int], int]:
    """Store items; the ids of those that are new, by person and message. Who was told of a message before, is told no more."""
    stored: dict[tuple[int, int], int] = {}
    ordered = sorted(items, key=lambda item: (item.message.pk, item.user_id))
    for start in range(0, len(ordered), ROWS_AT_ONCE):
        given, parameters = _new.given([item.row for item in ordered[start : start + ROWS_AT_ONCE]])
        columns = ", ".join(COLUMNS)
        with connection.cursor() as cursor:
            cursor.execute(
                f"{given} INSERT INTO notifications_inboxitem ({columns}) SELECT {columns} FROM new WHERE true "  # noqa: S608 (names)
                "ON CONFLICT (user_id, message_id) DO NOTHING RETURNING user_id, message_id, id",
                parameters,
            )
            stored.update({(user, message): pk for user, message, pk in cursor.fetchall()})
    return stored


def change_kinds(messages: Sequence[Message], kinds: Mapping[tuple[int, int], Kind]) -> set[int]:
    """Give the items of edited messages the kinds that are so now; `kinds` has them by person and message, as far as it is decided.
    The people whose inbox has changed by that.

    An item of whom the message mentions no more has none. Of those whom it mentioned all together nothing is written: items know that by
    themselves (STANDS), and in a large room they are many.
    """
    if not messages:
        return set()
    by_id = {message.pk: message for message in messages}
    users = {user for user, _ in kinds}
    there = InboxItem.objects.filter(message__in=by_id)
    rows = list(there.exclude(kind="here").values_list("pk", "user_id", "message_id", "kind"))
    for some in batches(sorted(users), ROWS_AT_ONCE):
        rows += there.filter(kind="here", user__in=some).values_list("pk", "user_id", "message_id", "kind")
    changed: dict[str, list[int]] = defaultdict(list)
    people: set[int] = set()
    for pk, user, message, kind in rows:
        now = kinds.get((user, message)) or _kind_of_edited(by_id[message], user, kind)
        if now != kind:
            changed[now].append(pk)
            people.add(user)
    for kind, pks in changed.items():
        for some in batches(pks, ROWS_AT_ONCE):
            InboxItem.objects.filter(pk__in=some).update(kind=kind)
    return people


def _kind_of_edited(message: Message, user: int, kind: str) -> str:
    """Of somebody of whom nothing is decided."""
    if kind in ("mention", "") and user not in (message.mentions or ()):
        return "here" if message.mentions_here else ""
    return kind
