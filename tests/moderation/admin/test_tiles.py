"""What waits, on the admin's home: for who may see it, with the way to where it is decided."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chat.models import Room
from chat.services.authority import Administrator
from core.admin import tiles
from core.admin.tiles import Tile
from moderation.admin import tiles as ours
from moderation.models import HeldMessage, Report
from moderation.services import deciding, reporting
from moderation.services.held import releasing
from tests.chat.admin.pages import signed_in, staff_with
from tests.chat.hearth import Hearth
from tests.moderation.ruled import hold, rule, site_rule, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    tiles.forget()
    yield
    tiles.forget()


def shown(client: Client) -> dict[str, Tile]:
    tiles.forget()
    answer = client.get("/admin/")
    return {tile.key: tile for area in answer.context["areas"].values() for tile in area}


def test_reports_that_wait(hearth: Hearth) -> None:
    chief = signed_in(staff())
    assert (shown(chief)["reports"].value, shown(chief)["reports"].is_urgent) == ("0", False)
    reports = [
        reporting.report(by=hearth.moderator, reason="abuse", message=hearth.say(text, hearth.member).pk).report
        for text in ("cold tea", "no tea")
    ]
    Report.objects.filter(pk=reports[0].pk).update(created_at=timezone.now() - timedelta(hours=3))
    tile = shown(chief)["reports"]
    assert (tile.value, tile.is_urgent) == ("2", True)
    assert "3\xa0hours" in tile.note
    assert chief.get(tile.url).context["cl"].result_count == 2
    deciding.decide(by=staff(), report_id=reports[0].pk, decision="nothing")
    assert shown(chief)["reports"].value == "1"


def test_messages_that_wait_for_staff(hearth: Hearth) -> None:
    chief = signed_in(staff())
    assert (shown(chief)["held"].value, shown(chief)["held"].is_urgent) == ("0", False)
    site_rule("poker", "hold")
    waiting = hold(hearth, "my poker")
    assert (shown(chief)["held"].value, shown(chief)["held"].is_urgent) == ("1", True)
    assert chief.get(shown(chief)["held"].url).context["cl"].result_count == 1
    releasing.refuse(by=Administrator(staff()), held_id=waiting.id)
    assert shown(chief)["held"].value == "0"


def test_what_a_private_rooms_own_rules_hold_is_not_counted() -> None:
    hearth = Hearth(Room.Kind.PRIVATE)
    rule(hearth, "casino")
    hold(hearth, "my casino")
    assert HeldMessage.objects.count() == 1
    assert shown(signed_in(staff()))["held"].value == "0"


def test_no_more_is_counted_than_a_bound(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ours, "MOST_COUNTED", 1)
    site_rule("poker", "hold")
    for text in ("my poker", "your poker"):
        hold(hearth, text)
    assert shown(signed_in(staff()))["held"].value == "1+"


@pytest.mark.parametrize(("right", "tile"), [("view_report", "reports"), ("view_heldmessage", "held")])
def test_each_is_for_who_may_see_the_list(right: str, tile: str) -> None:
    seen = shown(signed_in(staff_with(right))).keys() & {"reports", "held"}
    assert seen == {tile}
