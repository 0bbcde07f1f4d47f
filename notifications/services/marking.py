"""Mark items of one's own inbox as done, and as undone."""

from collections.abc import Collection
from typing import TypedDict

from django.db import transaction
from django.db.models import Case, OuterRef, Subquery, When

from accounts.models import User
from chat.models import Membership
from notifications import own_changes
from notifications.models import InboxItem
from notifications.models.item import Items
from notifications.selectors.inbox import Unread, unread_of

MOST_TOGETHER = 500


class Replies(TypedDict):
    """Of a thread, by the id of its root, those up to `seq`."""

    thread: int
    seq: int


def mark_done(
    *, by: User, ids: Collection[int] | None = None, replies: Replies | None = None, up_to: int | None = None
) -> Unread:
    """These of the person's items, or those of these replies, or all up to the item `up_to`: what came after a list was shown, nobody has
    seen. Items of others are left out, and a second call changes nothing. How much is left undone."""
    # Threads mark each reply that they show, mostly where nothing is undone: on SQLite others would wait for that transaction.
    if _undone(by, ids, replies, up_to).exists():
        _mark_done(by, ids, replies, up_to)
    return unread_of(by)


def _undone(by: User, ids: Collection[int] | None, replies: Replies | None, up_to: int | None) -> Items:
    found = InboxItem.objects.of(by).undone()
    if ids is not None:
        found = found.filter(pk__in=ids)
    if replies is not None:
        found = found.filter(message__thread=replies["thread"], seq__lte=replies["seq"])
    if up_to is not None:
        found = found.filter(pk__lte=up_to)
    return found


@transaction.atomic
def _mark_done(by: User, ids: Collection[int] | None, replies: Replies | None, up_to: int | None) -> None:
    if present := list(_undone(by, ids, replies, up_to).values_list("pk", flat=True)):
        InboxItem.objects.filter(user=by, pk__in=present).update(is_done=True, undone_at_read_rev=None)
        own_changes.tell([by.pk])


@transaction.atomic
def mark_undone(*, by: User, ids: Collection[int]) -> Unread:
    """These of the person's items, until they are marked again or the person reads in the room. As `mark_done`."""
    found = InboxItem.objects.of(by).done().filter(pk__in=ids)
    if present := list(found.values_list("pk", flat=True)):
        read_rev = Membership.objects.filter(pk=OuterRef("membership_id")).values("read_rev")
        # The marker of the room says nothing of a reply.
        until = Case(When(is_in_thread=True, then=None), default=Subquery(read_rev))
        InboxItem.objects.filter(user=by, pk__in=present).update(is_done=False, undone_at_read_rev=until)
        own_changes.tell([by.pk])
    return unread_of(by)
