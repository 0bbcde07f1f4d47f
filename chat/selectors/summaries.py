"""A user's rooms as their list of rooms shows them."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from accounts.models import User
from chat import payloads
from chat.models import Membership
from chat.selectors.people import people_by_id, people_of_direct_rooms
from chat.selectors.unread import mentions, unread
from core.problems import Problem


def memberships_of(*users: User | int) -> QuerySet[Membership]:
    """The current memberships of these users, annotated with the counts of unread messages and mentions."""
    theirs = Membership.objects.current().filter(user__in=users)
    return theirs.select_related("room").annotate(unread=unread(), mentions=mentions()).order_by("room_id")


def summaries(memberships: Collection[Membership]) -> list[payloads.RoomSummary]:
    """Summaries of memberships from `memberships_of`; all must be one person's."""
    people = people_of_direct_rooms(memberships)
    adders = people_by_id(membership.unaccepted_adder for membership in memberships)
    return [
        payloads.RoomSummary.of(
            membership.room,
            membership,
            unread=getattr(membership, "unread", 0),
            mentions=getattr(membership, "mentions", 0),
            people=people.get(membership.room_id, ()),
            added_by=adders.get(membership.unaccepted_adder),
        )
        for membership in memberships
    ]


def summaries_of(by: User, *, room_ids: Iterable[int] | None = None) -> list[payloads.RoomSummary]:
    mine = memberships_of(by)
    if room_ids is not None:
        mine = mine.filter(room_id__in=room_ids)
    return summaries(mine)


def summary_of(by: User, room_id: int) -> payloads.RoomSummary:
    """The summary of one room of a user. Raises Problem `not_found`, also for a room that the user is not in."""
    found = summaries_of(by, room_ids=[room_id])
    if not found:
        raise Problem("not_found")
    return found[0]
