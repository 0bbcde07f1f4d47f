"""The calls of moderation, as somebody makes them who has every right to."""

from accounts.models import User
from moderation.models import Report
from moderation.services import claiming, reporting
from tests.idempotency.scene import Prepare, Scene, Sent


def a_report(scene: Scene) -> Report:
    """Of a message that the member wrote, by the moderator."""
    said = scene.say("cold tea", scene.member)
    return reporting.report(by=scene.moderator, reason="abuse", message=said.pk).report


def claimed(scene: Scene) -> Sent:
    report = claiming.claim(by=User.objects.get(pk=scene.owner.pk), report_id=a_report(scene).pk)
    return Sent(f"reports/{report.pk}/claim/")


MODERATION_CALLS: dict[str, Prepare] = {
    "POST /api/reports/": lambda scene: Sent("reports/", {"room": scene.id, "reason": "spam"}),
    "PATCH /api/reports/{}/": lambda scene: Sent(
        f"reports/{a_report(scene).pk}/", {"decision": "ban", "note": "again", "tell": True}
    ),
    "PUT /api/reports/{}/claim/": lambda scene: Sent(f"reports/{a_report(scene).pk}/claim/"),
    "DELETE /api/reports/{}/claim/": claimed,
}
