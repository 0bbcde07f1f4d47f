"""Store a mute, number it for its person, and tell their devices."""

from chat import events
from chat.models import Membership
from chat.models.guards import RESTRICTED
from chat.services import guards
from chat.services.personal import own_revs
from core.db.clock import database_now
from moderation import own_changes
from moderation.models import Mute


def store(mute: Mute) -> None:
    """The lock of the room, or of the person, keeps others from the row."""
    mute.own_rev = own_revs.next_rev(mute.user_id)
    mute.save()
    events.own_changed(mute.user_id, own_changes.muted(mute))


def end(mute: Mute, membership: Membership | None) -> None:
    """End a mute. For one in a room, the room and the membership are locked."""
    mute.ended_at, mute.reason = database_now(), ""
    store(mute)
    if mute.room_id is None:
        guards.guard_person(mute.user_id, RESTRICTED, False)
    elif membership is not None:
        guards.guard_member(membership, RESTRICTED, False)
