"""The queue of reports in the admin: seen, claimed and decided by who may, and nobody else."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from chat.models import Message, Room
from core.audit.models import Act
from moderation.models import Mute, Report
from moderation.services import deciding
from tests.moderation.scene import PERMISSIONS, Reported, permit
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

LIST = reverse("admin:moderation_report_changelist")


def admin_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def admin(hearth: Reported) -> Client:
    return admin_of(hearth.staff)


def page(report: Report) -> str:
    return reverse("admin:moderation_report_change", args=[report.pk])


def act(admin: Client, action: str, *reports: Report) -> str:
    chosen = {"action": action, "_selected_action": [report.pk for report in reports]}
    return admin.post(LIST, chosen, follow=True).content.decode()


def shown(admin: Client, **query: str) -> list[int]:
    return [report.pk for report in admin.get(LIST, query).context["cl"].result_list]


def test_the_queue_shows_what_waits_and_finds_the_rest(hearth: Reported, admin: Client) -> None:
    waiting, decided, other = hearth.report(), hearth.report(), hearth.report(user=hearth.moderator.pk)
    deciding.decide(by=hearth.owner, report_id=decided.pk, decision="nothing")
    assert shown(admin) == [other.pk, waiting.pk]
    assert shown(admin, state="decided") == [decided.pk]
    assert shown(admin, state="all") == [other.pk, decided.pk, waiting.pk]
    assert shown(admin, q=f"room:{hearth.id}") == [waiting.pk]
    assert shown(admin, q="user:kenji by:yuki") == [other.pk]
    assert shown(admin, q="葵") == [waiting.pk]
    assert shown(admin, q="nobody") == []
    assert "you are all cold tea" in admin.get(LIST).content.decode()


def test_a_page_shows_what_was_said_and_runs_none_of_it(hearth: Reported, admin: Client) -> None:
    hearth.say("before <b>it</b>")
    report = hearth.report(message=hearth.insult("<script>alert(1)</script>").pk)
    text = admin.get(page(report)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "before &lt;b&gt;it&lt;/b&gt;" in text
    assert "<script>alert(1)" not in text


@pytest.mark.parametrize("target", ["user", "room"])
def test_a_page_of_a_person_or_room(hearth: Reported, admin: Client, target: str) -> None:
    report = hearth.report(**hearth.target(target))
    text = admin.get(page(report)).content.decode()
    assert {"user": "@aoi", "room": "Hearth"}[target] in text


def test_a_decision_is_made_and_made_once(hearth: Reported, admin: Client) -> None:
    report = hearth.report()
    form = {"decision": "delete", "note": "really", "told": "on"}
    for _ in range(2):
        assert admin.post(page(report), form).status_code == 302
    stored = hearth.state_of(report)
    assert (stored.decision, stored.note, stored.told, stored.decided_by) == ("delete", "really", True, hearth.staff)
    assert Message.objects.get(pk=report.target).is_deleted
    assert Act.objects.filter(name="moderation.report_decided").count() == 1
    assert admin.post(page(report), {"decision": "ban"}).status_code == 403
    assert "really" in admin.get(page(report)).content.decode()


@pytest.mark.parametrize(("chosen", "seconds"), [("3600", 3600), ("", None)])
def test_a_mute_ends_when_it_is_said(hearth: Reported, admin: Client, chosen: str, seconds: int | None) -> None:
    report = hearth.report()
    assert 'name="seconds"' in admin.get(page(report)).content.decode()
    assert admin.post(page(report), {"decision": "mute", "seconds": chosen}).status_code == 302
    muted = Mute.objects.get()
    assert (muted.user, muted.room_id, muted.seconds) == (hearth.rude, hearth.id, seconds)


def test_what_cannot_be_done_is_said_and_decides_nothing(hearth: Reported, admin: Client) -> None:
    report = hearth.report(message=hearth.say("cold tea", hearth.owner).pk)
    answer = admin.post(page(report), {"decision": "ban"})
    assert "needs an owner" in answer.content.decode()
    assert (hearth.state_of(report).state, Act.objects.filter(name__startswith="moderation.").exists()) == (
        "open",
        False,
    )


def test_claims(hearth: Reported, admin: Client) -> None:
    report, other = hearth.report(), admin_of(permit(a_user("mei"), "change_report", "view_report"))
    for _ in range(2):
        assert admin.post(page(report), {"_claim": "1"}).status_code == 302
    assert hearth.state_of(report).claimed_by == hearth.staff
    assert "Somebody else looks into" in other.post(page(report), {"_claim": "1"}, follow=True).content.decode()
    assert "Somebody else looks into" in other.post(page(report), {"decision": "nothing"}).content.decode()
    assert hearth.state_of(report).claimed_by == hearth.staff
    other.post(page(report), {"_release": "1"})
    assert hearth.state_of(report).state == "open"


def test_several_at_once(hearth: Reported, admin: Client) -> None:
    reports = [hearth.report() for _ in range(3)]
    assert "Claimed: 3" in act(admin, "claim", *reports)
    assert "Released: 3" in act(admin, "release", *reports)
    assert "Decided: 3" in act(admin, "nothing", *reports)
    assert "Decided: 0" in act(admin, "nothing", *reports)
    assert set(Report.objects.values_list("decision", flat=True)) == {"nothing"}


def test_one_that_cannot_be_changed_changes_none(hearth: Reported, admin: Client) -> None:
    mine, theirs = hearth.report(), hearth.report()
    other = admin_of(permit(a_user("mei"), "change_report", "view_report"))
    act(other, "claim", theirs)
    assert "Nothing was changed" in act(admin, "nothing", mine, theirs)
    assert {*Report.objects.values_list("state", flat=True)} == {"open", "claimed"}


class TestWhoMay:
    @pytest.mark.parametrize("permission", [each for each in PERMISSIONS if not each.endswith("_report")])
    def test_no_other_permission_opens_it(self, hearth: Reported, permission: str) -> None:
        report, admin = hearth.report(), admin_of(permit(a_user("mei"), permission))
        answers = [admin.get(LIST), admin.get(page(report)), admin.post(page(report), {"decision": "nothing"})]
        assert {answer.status_code for answer in answers} == {403}
        assert admin.post(page(report), {"_claim": "1"}).status_code == 403
        assert admin.post(LIST, {"action": "nothing", "_selected_action": [report.pk]}).status_code == 403
        assert hearth.state_of(report).state == "open"

    def test_who_may_look_changes_nothing(self, hearth: Reported) -> None:
        report, admin = hearth.report(), admin_of(permit(a_user("mei"), "view_report"))
        assert shown(admin) == [report.pk]
        text = admin.get(page(report)).content.decode()
        assert "cold tea" in text
        assert 'name="decision"' not in text
        assert "_claim" not in text
        assert admin.post(page(report), {"decision": "nothing"}).status_code == 403
        assert admin.post(page(report), {"_claim": "1"}).status_code == 403
        act(admin, "nothing", report)
        assert hearth.state_of(report).state == "open"

    def test_who_may_decide_decides_only_what_they_may_do(self, hearth: Reported) -> None:
        report, admin = hearth.report(), admin_of(permit(a_user("mei"), "change_report", "view_report"))
        text = admin.get(page(report)).content.decode()
        assert ('value="nothing"' in text, 'value="delete"' in text) == (True, False)
        admin.post(page(report), {"decision": "delete"})
        assert hearth.state_of(report).state == "open"
        assert not Message.objects.get(pk=report.target).is_deleted

    def test_nobody_decides_about_themselves(self, hearth: Reported, admin: Client) -> None:
        report = hearth.report()
        Report.objects.filter(pk=report.pk).update(user=hearth.staff)
        assert 'name="decision"' not in admin.get(page(report)).content.decode()
        assert admin.post(page(report), {"decision": "nothing"}).status_code == 403
        assert "about you" in act(admin, "nothing", report)
        assert hearth.state_of(report).state == "open"

    @pytest.mark.parametrize("person", ["owner", "stranger"])
    def test_people_of_no_staff_see_no_page(self, hearth: Reported, person: str) -> None:
        report = hearth.report()
        for address in (LIST, page(report)):
            assert admin_of(hearth.person(person)).get(address).status_code == 302

    def test_nobody_adds_or_deletes(self, hearth: Reported) -> None:
        report = hearth.report()
        admin = admin_of(User.objects.create_superuser("mei", "mei@example.org", "warm hands by the fire"))
        assert admin.get(reverse("admin:moderation_report_add")).status_code == 403
        assert (
            admin.post(reverse("admin:moderation_report_delete", args=[report.pk]), {"post": "yes"}).status_code == 403
        )


@pytest.mark.parametrize("address", ["0", "999999", "x", "9" * 30])
def test_pages_of_none(admin: Client, address: str) -> None:
    where = f"{LIST}{address}/change/"
    for body in ({"decision": "nothing"}, {"_claim": "1"}):
        assert admin.post(where, body).status_code in (302, 400, 404)


def test_the_list_takes_no_query_for_each_row(
    hearth: Reported, admin: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(10):
        hearth.report()
    with django_assert_max_num_queries(10):
        admin.get(LIST)


@pytest.mark.parametrize("allowed", [True, False])
def test_a_report_shows_what_it_keeps_of_a_private_room_and_nothing_else_is(settings: Settings, allowed: bool) -> None:
    """docs/decisions/access/reports.md: a member handed it over, also where the site forbids to read private rooms."""
    settings.ADMIN_READS_PRIVATE = allowed
    hearth = Reported(Room.Kind.PRIVATE)
    hearth.say("beside it")
    report = hearth.report()
    client = admin_of(permit(hearth.staff, "view_report", "view_message"))
    kept = client.get(page(report)).content.decode()
    assert "you are all cold tea" in kept
    assert "beside it" in kept
    for address in ("/admin/chat/message/", f"/admin/chat/message/{report.target}/change/"):
        assert "cold tea" not in client.get(address).content.decode()
    other = admin_of(permit(hearth.staff, "view_message"))
    assert [other.get(address).status_code for address in (LIST, page(report))] == [403, 403]


def test_a_page_is_headed_by_what_is_reported_and_by_whom(hearth: Reported, admin: Client) -> None:
    for report, heading in (
        (hearth.report(), "Message by 葵, reported by "),
        (hearth.report(user=hearth.moderator.pk), f"{hearth.moderator.get_full_name()}, reported by "),
        (hearth.report(room=hearth.id), f"Room {Room.objects.get(pk=hearth.id).name}, reported by "),
    ):
        report.refresh_from_db()
        assert report.reporter
        text = admin.get(page(report)).content.decode()
        assert f"<h1>{heading}{report.reporter.get_full_name()}</h1>" in text
        assert f"Report #{report.pk}" in text
