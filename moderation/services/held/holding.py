"""Storing held messages, and what goes with each change of them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from chat.models import Membership
from chat.models.guards import HELD
from chat.services import guards
from chat.services.messages.filters import Candidate
from files import limits
from files.payloads import row_of
from files.services import attaching, expiry
from moderation.models import HeldMessage
from moderation.selectors.held import files_awaiting
from moderation.services.held import forgetting, telling
from moderation.services.held.forgetting import WAITS


def hold(new: Candidate, now: datetime, *, rule_id: int | None, note: str) -> HeldMessage:
    """Store a message that waits. An upload stays its author's, and does not end before the message does."""
    row = HeldMessage.objects.create(
        room=new.writer.room,
        author=new.by,
        nonce=new.nonce,
        text=new.text,
        reply_to_id=new.reply_to,
        thread_id=new.thread,
        files=[row_of(file) for file in new.files] or None,
        at=now,
        rule_id=rule_id,
        is_first=rule_id is None,
        note=note,
    )
    attaching.reserve([file.pk for file in new.files], timezone.now() + WAITS + limits.KEPT)
    return row


def note(rows: Collection[HeldMessage]) -> None:
    """What follows the held messages of a batch, whose rooms are locked."""
    members = {(row.room_id, row.author_id) for row in rows}
    for room_id, user_id in sorted(members):
        member = Membership.objects.select_for_update().get(room=room_id, user=user_id)
        if not member.guards & HELD:
            # The author's device may send the nonce again once no rule holds any more.
            guards.guard_members([member], HELD, on=True)
    forgetting.watch(WAITS)
    telling.changed(rows)


def give_back(rows: Collection[HeldMessage]) -> None:
    """The messages become none: their uploads are their authors' again, and end as others do, but for those that another
    message names which still waits."""
    owned = {(row.author_id, file) for row in rows for file in ids_of(row)}
    if not owned:
        return
    # Locked before the others are asked for: one that is stored meanwhile, in another room, would not be seen.
    attaching.take(owned)
    others = files_awaiting({author for author, _ in owned}, besides=[row.pk for row in rows])
    attaching.reserve([file for _, file in owned if str(file) not in others], timezone.now() + limits.KEPT)
    expiry.watch(limits.KEPT.total_seconds())


def ids_of(row: HeldMessage) -> list[UUID]:
    return [UUID(file[0]) for file in row.files or ()]
