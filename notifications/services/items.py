"""Write the rows of inboxes."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from django.db import connection
from django.db.models import Count

from chat.models import Message
from core.answer_size import batches
from core.db.rows import Rows
from notifications.deciding.decision import Kind
from notifications.models import UNDONE, InboxItem

COLUMNS = ("user_id", "message_id", "membership_id", "author_id", "seq", "is_in_thread", "kind", "at", "is_done")
_new = Rows("new", InboxItem, COLUMNS)
# Of whom a message mentions by name, or did.
NAMED = ("mention", "")
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


def whom_edits_may_change(messages: Collection[int]) -> Mapping[int, set[int]]:
    """Those who were told of a mention, which an edit may have taken away or brought back. By message id."""
    found: dict[int, set[int]] = defaultdict(set)
    if messages:
        told = InboxItem.objects.filter(message__in=list(messages), kind__in=NAMED)
        for message, user in told.values_list("message_id", "user_id"):
            found[message].add(user)
    return found


def numbers_told(messages: Collection[int], kind: Kind | None = None) -> Mapping[int, int]:
    """How many people were told of each of these messages, of those of which anybody was. `kind`: in this way alone."""
    if not messages:
        return {}
    told = InboxItem.objects.filter(message__in=list(messages)).order_by()
    told = told.filter(kind=kind) if kind else told.exclude(kind="")
    return dict(told.values_list("message_id").annotate(Count("pk")))


def told_after(message: int, user: int, most: int) -> list[int]:
    """The next people who were told of a message, in the order of their ids."""
    told = InboxItem.objects.filter(message=message, user__gt=user).order_by("user_id")
    return list(told.values_list("user_id", flat=True)[:most])


def undone_among(messages: Collection[int], users: Collection[int]) -> set[int]:
    """Those of these people who were told of one of these messages and have not done it, whether it stands or not."""
    told = InboxItem.objects.filter(UNDONE, message__in=list(messages), user__in=list(users), membership__left_at=None)
    return set(told.exclude(kind="").values_list("user_id", flat=True)) if messages and users else set()


def change_kinds(messages: Sequence[Message], kinds: Mapping[tuple[int, int], Kind]) -> set[int]:
    """Give the items of edited messages the kinds that are so now; `kinds` has them by person and message, as far as it is decided.
    The people whose inbox has changed by that.

    An item of whom the message mentions no more has none. Of the others nothing is written where nothing is decided, and they may be
    many: those whom it mentioned all together know that by themselves (STANDS), and a reply stays one.
    """
    if not messages:
        return set()
    by_id = {message.pk: message for message in messages}
    there = InboxItem.objects.filter(message__in=by_id)
    columns = ("pk", "user_id", "message_id", "kind")
    rows = list(there.filter(kind__in=NAMED).values_list(*columns))
    for some in batches(sorted({user for user, _ in kinds}), ROWS_AT_ONCE):
        rows += there.filter(user__in=some).exclude(kind__in=NAMED).values_list(*columns)
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
    if kind in NAMED and user not in (message.mentions or ()):
        return "here" if message.mentions_here else ""
    return kind
