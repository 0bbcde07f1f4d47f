"""What somebody wants of a room for themselves."""

from typing import TypedDict, Unpack

from django.db import transaction

from accounts.models import User
from chat import events
from chat.models import Membership
from chat.services import own_state
from core.problems import Problem


class Preferences(TypedDict, total=False):
    notify: str
    muted: bool
    favourite: bool


@transaction.atomic
def prefer(*, user: User, room_id: int, **wishes: Unpack[Preferences]) -> Membership:
    """Raises Problem `not_found`."""
    # Locked, so that of two devices at once each tells the others what is stored in the end.
    mine = Membership.objects.current().select_for_update().filter(user=user, room_id=room_id).first()
    if mine is None:
        raise Problem("not_found")
    changed = {field: value for field, value in wishes.items() if getattr(mine, field) != value}
    if changed:
        for field, value in changed.items():
            setattr(mine, field, value)
        mine.preferences_rev = own_state.next_rev(user.pk)
        mine.save(update_fields=[*changed, "preferences_rev"])
        events.mine_changed(mine)
    return mine
