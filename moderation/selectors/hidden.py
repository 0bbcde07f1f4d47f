"""Who hides whom."""

from collections.abc import Collection

from accounts.models import User
from moderation.models import Hidden


def hidden_by(user: User) -> list[User]:
    """Those whom a person hides, the last one first."""
    rows = Hidden.objects.filter(user=user, hidden=True).select_related("person").order_by("-own_rev")
    return [row.person for row in rows]


def hiding(user: User, others: Collection[int]) -> set[int]:
    """Those among the others who hide the person. They take no new direct room with them. Named in apps.py."""
    rows = Hidden.objects.filter(person=user, user__in=others, hidden=True)
    return set(rows.values_list("user_id", flat=True))


def hidden_among(users: Collection[int], people: Collection[int]) -> set[tuple[int, int]]:
    """Pairs of one of these users and one of these people, whom the user hides. Named in apps.py."""
    rows = Hidden.objects.filter(person__in=people, user__in=users, hidden=True)
    return set(rows.values_list("user_id", "person_id"))
