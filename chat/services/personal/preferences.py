"""A member's preferences for a room: notifications, muting, favourites, the section that lists it."""

from typing import Any, TypedDict, Unpack

from django.db import transaction

from accounts.models import User
from chat import events, signals
from chat.models import Membership
from chat.services.authority import Member
from chat.services.personal import own_revs
from core.problems import Problem


class Preferences(TypedDict, total=False):
    notify: str
    muted: bool
    favourite: bool
    section: int | None


# Columns that are not named as the preference.
COLUMNS = {"section": "section_id"}


@transaction.atomic
def prefer(*, by: User, room_id: int, **wishes: Unpack[Preferences]) -> Membership:
    """Change some preferences. `section`: the id of one of the person's own sections, or None. Raises Problem
    `not_found` or `invalid`."""
    # Locked, so that each of two devices publishes the state that is stored in the end.
    mine = Member(by).lock_membership(room_id)
    columns: dict[str, Any] = {COLUMNS.get(field, field): value for field, value in wishes.items()}
    changed = {column: value for column, value in columns.items() if getattr(mine, column) != value}
    _expect_section(by, changed.get("section_id"))
    if changed:
        for field, value in changed.items():
            setattr(mine, field, value)
        mine.preferences_rev = own_revs.next_rev(by.pk)
        mine.save(update_fields=[*changed, "preferences_rev"])
        events.mine_changed(mine)
    signals.preferred.send(Membership, membership=mine, fields=frozenset(wishes))
    return mine


def _expect_section(by: User, section_id: int | None) -> None:
    if section_id is not None and Member(by).section_if_any(section_id) is None:
        raise Problem("invalid", fields={"section": ["does_not_exist"]})
