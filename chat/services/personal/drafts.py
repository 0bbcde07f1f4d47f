"""Drafts: the text that a person has begun to write, kept for their other devices."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat import events
from chat.models import Draft
from chat.services.authority import Member, is_in_room
from chat.services.messages.texts import storable
from chat.services.personal import own_revs
from core.problems import Problem
from core.text.blanks import is_blank

MOST = 200
# How long a cleared draft is remembered, so that another device's older, late text does not bring it back.
CLEARED_KEPT = timedelta(days=1)


@transaction.atomic
def keep(
    *, by: User, room_id: int, text: str, rev: int | None = None, at: datetime | None = None, thread: int | None = None
) -> Draft:
    """Store this draft where it is newer than the kept one; an empty text clears it. Returns the kept draft.

    `rev`: the rev of the draft that the text replaces, 0 for none. The text is stored where that is still the kept
    draft. Without it `at`, the device's time, decides. Raises Problem `not_found`, `invalid` or `text_too_long`.
    """
    text = storable(text, what="A draft")
    text = "" if is_blank(text) else text
    # The membership is the permission. Its lock makes two devices wait for each other.
    Member(by).lock_membership(room_id)
    if thread is not None and not is_in_room(thread, room_id):
        raise Problem("invalid", fields={"thread": ["does_not_exist"]})
    draft = Draft.objects.filter(user=by, room_id=room_id, thread_id=thread).first() or Draft(
        user=by, room_id=room_id, thread_id=thread, at=timezone.now()
    )
    # A device whose clock is ahead must not win until that time.
    at = timezone.now() if at is None or rev is not None else min(at, timezone.now())
    if not (_is_newer(draft, at) if rev is None else draft.rev == rev):
        return draft
    # An unchanged text takes a rev too: a late request that replaces the same rev must not win after it.
    is_first = draft.pk is None
    draft.text, draft.at, draft.rev = text, at, own_revs.next_rev(by.pk)
    draft.save()
    if is_first:
        _forget_some(by)
    events.draft_changed(draft)
    return draft


def _is_newer(kept: Draft, at: datetime) -> bool:
    return kept.pk is None or kept.at < at


def tell_again(room_id: int, user_ids: Collection[int]) -> None:
    """Publish the drafts of people who come back to a room. While they were out, their devices were not told of
    changes there. The memberships must be locked."""
    theirs = Draft.objects.filter(room=room_id, user__in=user_ids) if user_ids else ()
    for draft in theirs:
        draft.rev = own_revs.next_rev(draft.user_id)
        # A draft beyond the limit may just have been deleted.
        if Draft.objects.filter(pk=draft.pk).update(rev=draft.rev):
            events.draft_changed(draft)


def _forget_some(user: User) -> None:
    """Delete the oldest drafts beyond the limit. The device that wrote them still has them, and a refusal would not
    help its user."""
    mine = Draft.objects.filter(user=user)
    old = mine.filter(text="", at__lt=timezone.now() - CLEARED_KEPT).values_list("pk", "rev")
    surplus = mine.exclude(text="").order_by("-at").values_list("pk", "rev")[MOST:]
    forgotten = dict([*old, *surplus])
    if forgotten:
        mine.filter(pk__in=list(forgotten)).delete()
        own_revs.forget_drafts(user.pk, forgotten.values())
