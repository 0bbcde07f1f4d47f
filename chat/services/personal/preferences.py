"""What somebody wants of a room for themselves."""

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
    """Raises Problem `not_found`."""
    # Locked, so that of two devices at once each tells the others what is stored in the end.
    mine = Member(by).lock_membership(room_id)
    changed = {field: value for field, value in wishes.items() if getattr(mine, field) != value}
    if changed:
        for field, value in changed.items():
            setattr(mine, field, value)
        mine.preferences_rev = own_revs.next_rev(by.pk)
        mine.save(update_fields=[*changed, "preferences_rev"])
        events.mine_changed(mine)
    return mine
