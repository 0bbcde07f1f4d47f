"""The calls of moderation, as somebody makes them who has every right to."""

from typing import Any

from accounts.models import User
from chat.services.authority import Member
from chat.services.messages import editing
from moderation.models import Report, Rule
from moderation.services import claiming, hiding, mutes, reporting
from tests.idempotency.scene import Prepare, Scene, Sent, simply
from tests.moderation.ruled import hold, rule
from tests.support.in_process import Api


def restoring(scene: Scene) -> Sent:
    editing.delete(by=Member(scene.moderator), message=scene.message)
    return Sent(f"messages/{scene.message.pk}/restore/")


def a_report(scene: Scene) -> Report:
    """Of a message that the member wrote, by the moderator."""
    said = scene.say("cold tea", scene.member)
    return reporting.report(by=scene.moderator, reason="abuse", message=said.pk).report


def claimed(scene: Scene) -> Sent:
    report = claiming.claim(by=User.objects.get(pk=scene.owner.pk), report_id=a_report(scene).pk)
    return Sent(f"reports/{report.pk}/claim/")


def a_rule(scene: Scene) -> Rule:
    return rule(scene, "cold")


def held(path: str, body: Any = None, *, mine: bool = False) -> Prepare:
    """About a message of the member that waits; `mine`: as its author."""

    def prepare(scene: Scene) -> Sent:
        a_rule(scene)
        waiting = hold(scene, "cold tea")
        return Sent(path.format(held=waiting.id), body, Api(scene.member) if mine else None)

    return prepare


def muted(scene: Scene) -> Sent:
    mutes.mute(by=Member(scene.owner), room_id=scene.id, user_id=scene.member.pk, seconds=600)
    return Sent(f"rooms/{scene.id}/mutes/{scene.member.pk}/")


def hidden(scene: Scene) -> Sent:
    hiding.hide(by=scene.owner, user_id=scene.member.pk)
    return Sent(f"me/hidden/{scene.member.pk}/")


MODERATION_CALLS: dict[str, Prepare] = {
    "POST /api/messages/{}/restore/": restoring,
    "POST /api/rooms/{}/rules/": lambda scene: Sent(
        f"rooms/{scene.id}/rules/", {"kind": "word", "pattern": "cold", "action": "warn"}
    ),
    "PATCH /api/rooms/{}/rules/{}/": lambda scene: Sent(
        f"rooms/{scene.id}/rules/{a_rule(scene).pk}/", {"pattern": "warm", "action": "warn"}
    ),
    "DELETE /api/rooms/{}/rules/{}/": lambda scene: Sent(f"rooms/{scene.id}/rules/{a_rule(scene).pk}/"),
    "DELETE /api/held/{}/": held("held/{held}/", mine=True),
    "POST /api/held/{}/release/": held("held/{held}/release/"),
    "POST /api/held/{}/refuse/": held("held/{held}/refuse/", {"note": "cold"}),
    "POST /api/reports/": lambda scene: Sent("reports/", {"room": scene.id, "reason": "spam"}),
    "PATCH /api/reports/{}/": lambda scene: Sent(
        f"reports/{a_report(scene).pk}/", {"decision": "ban", "note": "again", "tell": True}
    ),
    "PUT /api/reports/{}/claim/": lambda scene: Sent(f"reports/{a_report(scene).pk}/claim/"),
    "DELETE /api/reports/{}/claim/": claimed,
    "PUT /api/rooms/{}/mutes/{}/": simply("rooms/{room}/mutes/{user}/", {"seconds": 600, "reason": "Cool down"}),
    "DELETE /api/rooms/{}/mutes/{}/": muted,
    "PUT /api/me/hidden/{}/": simply("me/hidden/{user}/"),
    "DELETE /api/me/hidden/{}/": hidden,
}
