"""A user's rooms as their list of rooms shows them."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Greatest, NullIf

from accounts.models import User
from chat import payloads
from chat.models import Membership, Room
from chat.payloads.summary_parts import OWN_FIELDS
from chat.selectors.people import people_by_id, people_of_direct_room, people_of_direct_rooms
from chat.selectors.unread import mentions, unread
from core.db.prepared import NUMBER, Prepared
from core.problems import Problem

# The columns of a member's own part, in the order of its fields. The last two fields are read for all rows together.
ELSEWHERE = {"section": "section_id", "mine_rev": "own_rev"}
OWN = [ELSEWHERE.get(name, name) for name in OWN_FIELDS[:-2]]
# What they and the columns before them take to read.
ANNOTATED = {
    "adder": Case(When(accepted=False, then=F("added_by_id"))),
    "own_rev": Greatest("standing_rev", "marker_rev", "preferences_rev"),
}
# The columns of what all members share, read by way of a membership.
SHARED = ["room_id", *("shown_picture" if name == "picture" else f"room__{name}" for name in payloads.FROM_ROOM)]
KIND = 1 + SHARED.index("room__kind")


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
    rows = _rows_of_one(by.pk, room_id)
    if not rows:
        raise Problem("not_found")
    [(adder, *fields)] = rows
    people = people_of_direct_room(by.pk, room_id) if rows[0][KIND] == Room.Kind.DIRECT else []
    return payloads.RoomSummary(*(*fields, people, people_by_id([adder]).get(adder)))


def _of_one_room(place: list[int]) -> QuerySet[Membership, Any]:
    """`place`: the ids of a person and a room."""
    user, room = place
    rows = memberships_of(user).filter(room=room).order_by()
    rows = rows.annotate(**ANNOTATED, shown_picture=NullIf("room__picture", Value("")))
    return rows.values_list("adder", *SHARED, *OWN)


# It answers most calls that change a room. Django takes ten times longer to make its SQL than PostgreSQL to answer.
_rows_of_one = Prepared(_of_one_room, NUMBER)
