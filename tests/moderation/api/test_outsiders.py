"""Who finds which report: its reporter, who decides it, and nobody else."""

import re
from typing import Any

import pytest
from django.urls import get_resolver

from chat.models import Message
from chat.services.authority import Member
from chat.services.rooms import memberships
from moderation.models import Report
from tests.chat.hearth import Role
from tests.moderation.scene import Reported, permit
from tests.support.in_process import Api, a_user
from tests.support.protocol_document import Call
from tests.support.routes import calls_of

pytestmark = pytest.mark.django_db

# About one report.
OF_ONE = [
    ("GET", "reports/{report}/", None),
    ("PATCH", "reports/{report}/", {"decision": "delete"}),
    ("PUT", "reports/{report}/claim/", None),
    ("DELETE", "reports/{report}/claim/", None),
]
# For everybody: a report of their own, and those that they find.
OF_ALL: list[tuple[str, str, Any]] = [
    ("POST", "reports/", {"reason": "spam", "room": 1}),
    ("GET", "reports/", None),
    ("GET", "reports/summary/", None),
]
STATES = ("open", "decided", "mine")


def everything() -> list[Any]:
    return [list(model._default_manager.order_by("pk").values()) for model in (Report, Message)]


def listed(api: Api, **query: str) -> list[int]:
    return [each["id"] for each in api.get("reports/", **query).body["results"]]


def test_no_call_is_forgotten() -> None:
    known = {Call(method, "/api/" + re.sub(r"{\w+}", "{}", path)) for method, path, _ in [*OF_ONE, *OF_ALL]}
    calls = {*calls_of(get_resolver("moderation.api.urls").url_patterns, "/api/")}
    assert known == {call for call in calls if "/reports/" in call.path}


@pytest.mark.parametrize("person", ["stranger", "former", "rude", "idle"])
@pytest.mark.parametrize(("method", "path", "body"), OF_ONE)
def test_a_report_of_others_is_as_unknown_as_none(
    hearth: Reported, person: str, method: str, path: str, body: Any
) -> None:
    """Also for who is reported, and for staff without the permission."""
    hearth.idle = permit(a_user("mei"), "view_report", "delete_message")  # type: ignore[attr-defined]
    report = hearth.report()
    before = everything()
    api = Api(hearth.person(person))
    refused = api.call(method, path.format(report=report.pk), body)
    assert refused.refusal == (404, "not_found")
    for missing in (report.pk + 999, 0, 2**63, 10**30):
        assert api.call(method, path.format(report=missing), body).body == refused.body
    assert everything() == before
    for query in ({}, *({"state": state} for state in STATES)):
        assert listed(api, **query) == []
    assert api.get("reports/summary/").body == {"open": 0}


@pytest.mark.parametrize(("method", "path", "body"), OF_ONE)
@pytest.mark.parametrize("person", ["moderator", "owner", "staff"])
def test_who_decides_finds_it(hearth: Reported, person: str, method: str, path: str, body: Any) -> None:
    """Otherwise the outsiders' answers would say nothing."""
    report = hearth.report()
    api = Api(hearth.person(person))
    assert (listed(api), listed(api, state="open"), listed(api, state="mine")) == ([report.pk], [report.pk], [])
    assert api.get("reports/summary/").body == {"open": 1}
    assert api.call(method, path.format(report=report.pk), body).status == 200


@pytest.mark.parametrize(("method", "path", "body"), [*OF_ONE, *OF_ALL])
def test_nobody_gets_in_without_a_token(hearth: Reported, method: str, path: str, body: Any) -> None:
    report, before = hearth.report(), everything()
    assert Api().call(method, path.format(report=report.pk), body).refusal == (401, "not_authenticated")
    assert everything() == before


@pytest.mark.parametrize(("method", "path", "body"), OF_ONE[1:])
def test_its_reporter_looks_and_does_not_decide(hearth: Reported, method: str, path: str, body: Any) -> None:
    report, before = hearth.report(), everything()
    api = Api(hearth.member)
    assert api.call(method, path.format(report=report.pk), body).refusal == (403, "forbidden")
    assert (listed(api), listed(api, state="mine"), listed(api, state="open")) == ([report.pk], [report.pk], [])
    assert everything() == before


def test_its_reporter_is_shown_nothing_of_those_who_decide(hearth: Reported) -> None:
    report = hearth.report()
    Api(hearth.moderator).put(f"reports/{report.pk}/claim/")
    Api(hearth.moderator).patch(f"reports/{report.pk}/", {"decision": "nothing", "note": "known to us", "tell": False})
    for shown in (
        Api(hearth.member).get(f"reports/{report.pk}/").body,
        Api(hearth.member).get("reports/").body["results"][0],
    ):
        hidden = ("context", "claimed_by", "claimed_at", "decision", "decided_by", "note", "counts", "decisions")
        assert not any(shown[field] for field in hidden), shown
        assert (shown["state"], shown["kept"]["message"]["text"]) == ("decided", "you are all cold tea")


def test_who_moderates_no_more_finds_none(hearth: Reported) -> None:
    report = hearth.report()
    hearth.set_role(hearth.moderator, Role.MEMBER)
    assert Api(hearth.moderator).get(f"reports/{report.pk}/").refusal == (404, "not_found")
    hearth.set_role(hearth.moderator, Role.MODERATOR)
    assert Api(hearth.moderator).get(f"reports/{report.pk}/").status == 200
    memberships.leave(by=hearth.moderator, room_id=hearth.id)
    assert Api(hearth.moderator).get(f"reports/{report.pk}/").refusal == (404, "not_found")


def test_a_moderator_of_another_room_finds_none(hearth: Reported) -> None:
    report = hearth.report()
    memberships.leave(by=hearth.moderator, room_id=hearth.id)
    Api(hearth.moderator).post("rooms/", {"kind": "public", "name": "Kitchen"})
    assert Api(hearth.moderator).get(f"reports/{report.pk}/").refusal == (404, "not_found")


def test_a_moderator_finds_no_report_about_themselves(hearth: Reported) -> None:
    report = hearth.report(message=hearth.say("cold tea", hearth.moderator).pk)
    reported, other = Api(hearth.moderator), Api(hearth.owner)
    assert reported.get(f"reports/{report.pk}/").refusal == (404, "not_found")
    assert (listed(reported), reported.get("reports/summary/").body) == ([], {"open": 0})
    assert (listed(other), other.get("reports/summary/").body) == ([report.pk], {"open": 1})
    assert other.get(f"reports/{report.pk}/").body["counts"]["about"] == {}


@pytest.mark.parametrize("target", ["user", "room"])
def test_people_and_rooms_are_for_staff_alone(hearth: Reported, target: str) -> None:
    report = hearth.report(**hearth.target(target))
    for person in (hearth.owner, hearth.moderator):
        assert Api(person).get(f"reports/{report.pk}/").refusal == (404, "not_found")
        assert Api(person).get("reports/summary/").body == {"open": 0}
    assert Api(hearth.staff).get(f"reports/{report.pk}/").status == 200
    assert Api(hearth.member).get(f"reports/{report.pk}/").status == 200


def test_staff_find_a_report_about_themselves_and_leave_it_to_others(hearth: Reported) -> None:
    memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=[hearth.staff.pk])
    report = hearth.report(user=hearth.staff.pk)
    api = Api(hearth.staff)
    assert api.get(f"reports/{report.pk}/").body["decisions"] == []
    for method, path, body in OF_ONE[1:]:
        assert api.call(method, path.format(report=report.pk), body).refusal == (403, "forbidden")
    assert hearth.state_of(report).state == "open"


def test_who_lost_the_permission_finds_none(hearth: Reported) -> None:
    report, api = hearth.report(), Api(hearth.staff)
    assert api.get(f"reports/{report.pk}/").status == 200
    permit(hearth.staff, "delete_message")
    assert api.get(f"reports/{report.pk}/").refusal == (404, "not_found")
    permit(hearth.staff, "change_report")
    hearth.staff.is_staff = False
    hearth.staff.save()
    assert api.get(f"reports/{report.pk}/").refusal == (404, "not_found")
