"""Why a device gets no pushes: each link of the chain from here to the push service, until one is broken.

What comes after is the browser's: whether it showed the push that the service took.
"""

from typing import NamedTuple

import msgspec
from django.utils.translation import gettext, override

from accounts.models import User
from core.rate_limits.windows import count
from notifications.models import PushSubscription
from notifications.push import letters, subscriptions, vapid
from notifications.push.checks import TESTS
from notifications.push.transport.delivery import deliver
from notifications.push.transport.parcels import Outcome, Push

TTL_SECONDS = 60
# Somebody waits for the answer, and a thread of the database with them.
SECONDS = 5.0


class Link(NamedTuple):
    """`key`: of the site. `endpoint`: whether the site sends there, and reaches it. `service`: what it answered. `why` is empty where
    the link holds: `sealed` of a key, a Refused's of an endpoint, `gone`, `busy` or `refused` of a service."""

    link: str
    why: str = ""
    status: int | None = None
    wait: float | None = None


def test(*, by: User, subscription_id: int) -> list[Link]:
    """Send a push that says it is one. Raises Problem `not_found`, `rate_limited`."""
    subscription = subscriptions.of_person(by, subscription_id)
    private = vapid.private_of(subscription.key)
    if private is None:
        return [Link("key", "sealed")]
    with TESTS.turn(by.pk):
        count("push", account=str(by.pk))
        push = Push(_text(subscription), TTL_SECONDS, "high", "test")
        # On a connection of its own: the way to it is what is tested.
        outcome = deliver(letters.parcel_of(subscription, private, push, SECONDS))
    return [Link("key"), *_links(subscription, outcome)]


def _links(subscription: PushSubscription, outcome: Outcome) -> list[Link]:
    if outcome.status is None:
        # Whoever has asked for a test can do nothing about what else the site asks just now.
        return [Link("endpoint", "late" if outcome.why == "busy" else outcome.why)]
    if outcome.kind == "sent":
        subscriptions.note(worked=[subscription])
        return [Link("endpoint"), Link("service", status=outcome.status)]
    if outcome.kind == "gone":
        subscriptions.forget([subscription.pk])
    why = {"gone": "gone", "later": "busy"}.get(outcome.kind, "refused")
    return [Link("endpoint"), Link("service", why, outcome.status, outcome.pause)]


def _text(subscription: PushSubscription) -> bytes:
    language = subscription.user.language or subscription.language
    with override(language):
        notification = {
            "title": gettext("Notifications work"),
            "body": gettext("This device gets notifications of this site."),
            "navigate": f"{subscription.site}/settings/notifications",
            "tag": "test",
            "lang": language,
            "data": {"test": True},
        }
    # `mutable`: Safari asks the service worker before it shows it, and the page that waits for the test hears of it.
    return msgspec.json.encode({"web_push": 8030, "mutable": True, "notification": notification})
