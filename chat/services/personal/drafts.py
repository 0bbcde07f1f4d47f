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
from core.db.rows import Rows
from core.problems import Problem
from core.text.blanks import is_blank

MOST = 200
# How long a cleared draft is remembered, so that another device's older, late text does not bring it back.
CLEARED_KEPT = timedelta(days=1)
# A late text comes soon after. Each message of a thread has a place for a draft, so a person could clear any number.
MOST_CLEARED = 100
_told = Rows("told_draft", Draft, ("id", "rev"))


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
    is_one_more = draft.pk is None or not text
    draft.text, draft.at, draft.rev = text, at, own_revs.next_rev(by.pk)
    draft.save()
    if is_one_more:
        _forget_some(by)
    events.draft_changed(draft)
    return draft


def _is_newer(kept: Draft, at: datetime) -> bool:
    return kept.pk is None or kept.at < at


def tell_again(room_id: int, user_ids: Collection[int]) -> None:
    """Publish the drafts of people who come back to a room. While they were out, their devices were not told of
    changes there: cleared drafts count too, because a device may show the text. The memberships must be locked.

    The room is locked meanwhile, so the number of statements does not depend on the number of drafts.
    """
    if not user_ids:
        return
    theirs = list(Draft.objects.filter(room=room_id, user__in=user_ids).order_by("rev").values_list("pk", "user_id"))
    revs = own_revs.next_of_each([user_id for _, user_id in theirs])
    ids = [pk for pk, _ in theirs]
    _told.update(list(zip(ids, revs, strict=True)))
    # A draft beyond the limit may have been deleted before the own state was locked.
    for draft in Draft.objects.filter(pk__in=ids).order_by("rev"):
        events.draft_changed(draft)


def _forget_some(user: User) -> None:
    """Delete the oldest drafts beyond the limit. The device that wrote them still has them, and a refusal would not
    help its user."""
    mine = Draft.objects.filter(user=user)
    cleared = mine.filter(text="")
    old = cleared.filter(at__lt=timezone.now() - CLEARED_KEPT).values_list("pk", "rev")
    # By rev: the device's time may be any.
    surplus = cleared.order_by("-rev").values_list("pk", "rev")[MOST_CLEARED:]
    written = mine.exclude(text="").order_by("-at").values_list("pk", "rev")[MOST:]
    forgotten = dict([*old, *surplus, *written])
    if forgotten:
        mine.filter(pk__in=list(forgotten)).delete()
        own_revs.forget_drafts(user.pk, forgotten.values())
