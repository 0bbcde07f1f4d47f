"""Who may have a socket. Sockets know it themselves, but seconds late: whoever has just come would be left out."""

from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone

from accounts.models import Session
from accounts.tokens import AccessToken

# A socket ends with its access token. A client that goes on has a new one by then, and with it has used its session.
SLACK = timedelta(minutes=5)


def seen_lately(users: Collection[int]) -> set[int]:
    """Those of these people who have used the site within the time of an access token, and are signed in."""
    since = timezone.now() - AccessToken.lifetime - SLACK
    live = Session.objects.live().filter(user__in=users, last_used_at__gte=since)
    return set(live.values_list("user_id", flat=True))
