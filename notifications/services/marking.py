"""Mark items of one's own inbox as done, and as undone."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import OuterRef, Subquery

from accounts.models import User
from chat.models import Membership
from notifications import own_changes
from notifications.models import InboxItem
from notifications.selectors.inbox import Unread, unread_of

MOST_TOGETHER = 500


@transaction.atomic
def mark_done(*, by: User, ids: Collection[int] | None = None, up_to: int | None = None) -> Unread:
    """These of the person's items, or with None all up to the item `up_to`: what came after a list was shown, nobody has seen.
    Items of others are left out, and a second call changes nothing. How much is left undone."""
    found = InboxItem.objects.of(by).undone()
    if ids is not None:
        found = found.filter(pk__in=ids)
    if up_to is not None:
        found = found.filter(pk__lte=up_to)
    if present := list(found.values_list("pk", flat=True)):
        InboxItem.objects.filter(user=by, pk__in=present).update(is_done=True, undone_at_read_rev=None)
        own_changes.tell([by.pk])
    return unread_of(by)


@transaction.atomic
def mark_undone(*, by: User, ids: Collection[int]) -> Unread:
    """These of the person's items, until they are marked again or the person reads in the room. As `mark_done`."""
    found = InboxItem.objects.of(by).done().filter(pk__in=ids)
    if present := list(found.values_list("pk", flat=True)):
        read_rev = Membership.objects.filter(pk=OuterRef("membership_id")).values("read_rev")
        changed = InboxItem.objects.filter(user=by, pk__in=present)
        changed.update(is_done=False, undone_at_read_rev=Subquery(read_rev))
        own_changes.tell([by.pk])
    return unread_of(by)
