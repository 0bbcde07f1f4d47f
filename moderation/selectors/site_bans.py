"""Who is banned from the site."""

from collections.abc import Collection

from moderation.models import SiteBan


def banned_among(ids: Collection[int]) -> Collection[int]:
    """Those of these people whose ban stands."""
    return set(SiteBan.objects.filter(user__in=ids, lifted_at=None).values_list("user_id", flat=True))
