"""People's inboxes."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, Subquery, TextField

from accounts.models import User
from notifications.models import InboxItem, InboxState
from notifications.models.item import Items
from notifications.selectors.wishes import hidden

# Frames count no further: somebody who never looks may have left a thousand undone.
MOST_COUNTED = 100


class Unread(NamedTuple):
    """How much is not done, on the whole and by room. `own_rev`: the count is at least as new."""

    number: int
    rooms: Mapping[int, int]
    own_rev: int


class _Authors(Subquery):
    """The ids that a subquery finds, as one text."""

    template = "(SELECT group_concat(undone.author_id) FROM (%(subquery)s) AS undone)"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        template = "(SELECT string_agg(undone.author_id::text, ',') FROM (%(subquery)s) AS undone)"
        return self.as_sql(compiler, connection, template=template)


def inbox_of(user: User) -> Items:
    """What the person is told of and may see."""
    mine = InboxItem.objects.of(user)
    authors = set(mine.order_by().values_list("author_id", flat=True).distinct())
    unseen = [author for _, author in hidden([user.pk], authors)] if authors else []
    return mine.exclude(author__in=unseen) if unseen else mine


def unread_of(user: User) -> Unread:
    own_rev = InboxState.objects.filter(user=user).values_list("own_rev", flat=True).first() or 0
    undone = inbox_of(user).undone().order_by().values_list("membership__room").annotate(Count("pk"))
    rooms = dict(undone)
    return Unread(sum(rooms.values()), rooms, own_rev)


def unread_counts(users: Collection[int]) -> Mapping[int, int]:
    """How much each of these people has not done, at most MOST_COUNTED. Nobody is left out."""
    undone = InboxItem.objects.filter(user=OuterRef("pk"), membership__left_at=None, message__deleted_at=None).undone()
    newest = undone.order_by("-pk").values("author_id")[:MOST_COUNTED]
    found = dict(User.objects.filter(pk__in=users).values_list("pk", _Authors(newest)))
    authors = {user: Counter(map(int, (found.get(user) or "").split(",") if found.get(user) else ())) for user in users}
    unseen = hidden(users, {author for some in authors.values() for author in some})
    counts = {user: some.total() for user, some in authors.items()}
    for user in {user for user, author in unseen if author in authors[user]}:
        # Behind what is hidden there may be more.
        shown = authors[user].total() - sum(authors[user][author] for person, author in unseen if person == user)
        counts[user] = shown if counts[user] < MOST_COUNTED else _counted(user)
    return counts


def _counted(user: int) -> int:
    return inbox_of(User(pk=user)).undone()[:MOST_COUNTED].count()
