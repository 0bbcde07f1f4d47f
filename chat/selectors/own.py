"""The own state of people: their own revs, and the rows that changed after an own rev."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from accounts.models import User
from chat.models import Draft, Membership, OwnState
from chat.selectors.conditions import any_of
from core.answer_size import batches
from core.db.prepared import NUMBER, Prepared

# People in one query. The query has a condition for each, and that many are still planned quickly.
PEOPLE_AT_ONCE = 100


def own_heads(user_ids: Collection[int]) -> dict[int, int]:
    """The own rev of each of these people. People at 0 are left out."""
    return heads_and_sectioned(user_ids)[0]


def heads_and_sectioned(user_ids: Collection[int]) -> tuple[dict[int, int], set[int]]:
    """The own rev of each of these people, and those of them who have ever had sections."""
    rows = list(_heads(*user_ids)) if user_ids else []
    return {row[0]: row[1] for row in rows}, {row[0] for row in rows if row[2] > 0}


def own_head(user: User | int) -> int:
    return OwnState.objects.filter(user=user).values_list("rev", flat=True).first() or 0


def memberships_changed(after: Mapping[int, int]) -> Iterable[Membership]:
    """Memberships of these people, also ended ones, with an own rev greater than the person's given one."""
    for some in batches(after, PEOPLE_AT_ONCE):
        changed = any_of(Q(user=user) & changed_after(after[user]) for user in some)
        yield from Membership.objects.filter(changed).select_related("added_by")


def changed_after(rev: int) -> Q:
    return Q(standing_rev__gt=rev) | Q(marker_rev__gt=rev) | Q(preferences_rev__gt=rev)


def drafts_changed(after: Mapping[int, int]) -> Iterable[Draft]:
    for some in batches(after, PEOPLE_AT_ONCE):
        yield from Draft.objects.filter(any_of(Q(user=user, rev__gt=after[user]) for user in some))


def profiles_changed(after: Mapping[int, int]) -> Iterable[OwnState]:
    for some in batches(after, PEOPLE_AT_ONCE):
        changed = any_of(Q(user=user, profile_rev__gt=after[user]) for user in some)
        yield from OwnState.objects.filter(changed).select_related("user")


def sections_changed(after: Mapping[int, int]) -> dict[int, int]:
    """By person, the own rev of the last change of their sections, where it is greater than the given one."""
    changed: dict[int, int] = {}
    for some in batches(after, PEOPLE_AT_ONCE):
        newer = any_of(Q(user=user, sections_rev__gt=after[user]) for user in some)
        changed |= dict(OwnState.objects.filter(newer).values_list("user_id", "sections_rev"))
    return changed


def profiles_changed_within(user_ids: Collection[int], age: timedelta) -> QuerySet[OwnState]:
    """States whose profile changed no longer than `age` ago, by the database's clock, which all workers share."""
    return OwnState.objects.filter(user__in=user_ids, profile_at__gte=Now() - age).select_related("user")


def rooms_of(user_ids: Collection[int]) -> dict[int, set[int]]:
    """The ids of each person's rooms."""
    rooms: dict[int, set[int]] = {user: set() for user in user_ids}
    if rooms:
        current = Membership.objects.current().filter(user__in=user_ids)
        for user, room in current.values_list("user_id", "room_id"):
            rooms[user].add(room)
    return rooms


def _heads_of(user_ids: Collection[int]) -> QuerySet[OwnState, Any]:
    return OwnState.objects.filter(user__in=user_ids).values_list("user_id", "rev", "sections_rev")


_heads = Prepared(_heads_of, NUMBER)
