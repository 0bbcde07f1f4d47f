"""The calls of the inbox, and of what one wants to be told of."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from notifications.models import InboxItem
from notifications.services import follows, marking, snoozes, telling
from tests.idempotency.scene import Prepare, Scene, Sent, simply

UNTIL = (timezone.now() + timedelta(days=2)).isoformat()


def told(scene: Scene) -> InboxItem:
    scene.say("@hanako come", scene.member)
    assert telling.step()
    return InboxItem.objects.get(user=scene.owner)


def undone(scene: Scene) -> Sent:
    item = told(scene)
    marking.mark_done(by=scene.owner, ids=[item.pk])
    return Sent("inbox/undone/", {"ids": [item.pk]})


def snoozed(scene: Scene) -> Sent:
    snoozes.snooze(by=User.objects.get(pk=scene.owner.pk), room_id=scene.id, until=timezone.now() + timedelta(days=1))
    return Sent(f"rooms/{scene.id}/snooze/")


def followed(scene: Scene) -> Sent:
    follows.wish(by=scene.owner, message_id=scene.message.pk, level="all")
    return Sent(f"messages/{scene.message.pk}/follow/")


INBOX_CALLS: dict[str, Prepare] = {
    "POST /api/inbox/done/": lambda scene: Sent("inbox/done/", {"ids": [told(scene).pk]}),
    "POST /api/inbox/undone/": undone,
    "PATCH /api/me/notifications/": simply(
        "me/notifications/",
        {"level": "mentions", "quiet": {"start": "22:00", "end": "07:00"}, "keywords": ["tea", "薬缶"]},
    ),
    "PUT /api/rooms/{}/snooze/": simply("rooms/{room}/snooze/", {"until": UNTIL}),
    "DELETE /api/rooms/{}/snooze/": snoozed,
    "PUT /api/messages/{}/follow/": simply("messages/{message}/follow/", {"level": "nothing"}),
    "DELETE /api/messages/{}/follow/": followed,
}
