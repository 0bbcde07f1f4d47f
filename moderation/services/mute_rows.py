"""Store mutes, number each for its person, and tell their devices."""

from collections.abc import Iterable, Sequence

from chat import events
from chat.models import Membership
from chat.models.guards import RESTRICTED
from chat.services import guards
from chat.services.personal import own_revs
from core.db.clock import database_now
from core.db.rows import Rows
from moderation import own_changes
from moderation.models import Mute

_changed = Rows("changed", Mute, ("id", "muted_by_id", "at", "seconds", "until", "reason", "ended_at", "own_rev"))


def store(mutes: Sequence[Mute]) -> None:
    """The locks of the rooms, or of the people, keep others from the rows."""
    known = [mute for mute in mutes if mute.pk]
    revs = own_revs.next_of_each([mute.user_id for mute in mutes])
    for mute, rev in zip(mutes, revs, strict=True):
        mute.own_rev = rev
    Mute.objects.bulk_create([mute for mute in mutes if not mute.pk])
    _changed.save(known)
    events.own_changed((mute.user_id, own_changes.muted(mute)) for mute in mutes)


def end(mutes: Sequence[Mute], memberships: Iterable[Membership]) -> None:
    """End mutes. `memberships`: of those in rooms, locked, as their rooms are."""
    now = database_now()
    for mute in mutes:
        mute.ended_at, mute.reason = now, ""
    store(mutes)
    guards.guard_people([mute.user_id for mute in mutes if mute.room_id is None], RESTRICTED, False)
    guards.guard_members(memberships, RESTRICTED, False)
