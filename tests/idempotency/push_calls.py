"""The calls of pushes."""

from accounts.models import Session
from notifications.models import PushSubscription
from notifications.models.push_subscription import digest_of
from notifications.push import vapid
from tests.idempotency.scene import Prepare, Scene, Sent

# A point of the curve, and a secret: RFC 8291's example.
KEYS = {
    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
}
# Public, and asked for nothing before somebody pushes.
ENDPOINT = "https://93.184.216.34/push/1"
# The site connects to none like this, so that a test of it ends here.
INSIDE = "https://10.0.0.1/push/1"


def subscribed(session: Session) -> PushSubscription:
    own = {"session": session, "user": session.user, "key": vapid.current(), "site": "", "language": "en"}
    return PushSubscription.objects.create(endpoint=INSIDE, digest=digest_of(INSIDE), **KEYS, **own)


def about(path: str, body: object = None) -> Prepare:
    def prepare(scene: Scene) -> Sent:
        assert scene.api.tokens is not None
        return Sent(path.format(id=subscribed(scene.api.tokens.session).pk), body)

    return prepare


PUSH_CALLS: dict[str, Prepare] = {
    "POST /api/push/subscriptions/": lambda _: Sent("push/subscriptions/", {"endpoint": ENDPOINT, "keys": KEYS}),
    "PATCH /api/push/subscriptions/{}/": about("push/subscriptions/{id}/", {"privacy": "sender"}),
    "DELETE /api/push/subscriptions/{}/": about("push/subscriptions/{id}/"),
    "POST /api/push/subscriptions/{}/test/": about("push/subscriptions/{id}/test/"),
}
