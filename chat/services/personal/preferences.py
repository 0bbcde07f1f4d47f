"""A member's preferences for a room: notifications, muting, favourites."""

from typing import TypedDict, Unpack

from django.db import transaction

from accounts.models import User
from chat import events
from chat.models import Membership
from chat.services.authority import Member
from chat.services.personal import own_revs


class Preferences(TypedDict, total=False):
    notify: str
    muted: bool
    favourite: bool


@transaction.atomic
def prefer(*, by: User, room_id: int, **wishes: Unpack[Preferences]) -> Membership:
    """Change some preferences. Raises Problem `not_found`."""
    # Locked, so that each of two devices publishes the state that is stored in the end.
    mine = Member(by).lock_membership(room_id)
    changed = {field: value for field, value in wishes.items() if getattr(mine, field) != value}
    if changed:
        for field, value in changed.items():
            setattr(mine, field, value)
        mine.preferences_rev = own_revs.next_rev(by.pk)
        mine.save(update_fields=[*changed, "preferences_rev"])
        events.mine_changed(mine)
    return mine
