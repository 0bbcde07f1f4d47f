"""The calls of who moderates, as tests/idempotency/scene.py has the others."""

from chat.services.authority import Member
from chat.services.messages import editing
from tests.idempotency.scene import Prepare, Scene, Sent


def restoring(scene: Scene) -> Sent:
    editing.delete(by=Member(scene.moderator), message=scene.message)
    return Sent(f"messages/{scene.message.pk}/restore/")


MODERATION_CALLS: dict[str, Prepare] = {"POST /api/messages/{}/restore/": restoring}
