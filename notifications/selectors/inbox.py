"""People's inboxes."""

from collections.abc import Collection, Mapping

from django.db.models import Count

from accounts.models import User
from notifications.models import InboxItem
from notifications.models.item import Items
from notifications.selectors.wishes import hidden


def inbox_of(user: User) -> Items:
    """What the person is told of and may see."""
    mine = InboxItem.objects.of(user)
    authors = set(mine.order_by().values_list("author_id", flat=True).distinct())
    unseen = [author for _, author in hidden([user.pk], authors)] if authors else []
    return mine.exclude(author__in=unseen) if unseen else mine


def unread_of(user: User) -> int:
    return inbox_of(user).undone().count()


def unread_counts(users: Collection[int]) -> Mapping[int, int]:
    """How much each of these people has not done. Nobody is left out."""
    shown = InboxItem.objects.filter(user__in=users, membership__left_at=None, message__deleted_at=None).undone()
    counted = list(shown.order_by().values_list("user_id", "author_id").annotate(Count("pk")))
    unseen = hidden(users, {author for _, author, _ in counted})
    counts = dict.fromkeys(users, 0)
    for user, author, number in counted:
        if (user, author) not in unseen:
            counts[user] += number
    return counts
