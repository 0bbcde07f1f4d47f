"""Who finds which report: its reporter, who decides it, and nobody else."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.urls import get_resolver

from chat.models import Message
from chat.services.authority import Member
from chat.services.messages import sending
from chat.services.messages.storing import NewMessage
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


@pytest.mark.parametrize("person", ["member", "moderator", "owner", "staff"])
def test_of_a_room_are_shown_those_reports_that_one_finds_anyway(hearth: Reported, person: str) -> None:
    report, api = hearth.report(), Api(hearth.person(person))
    elsewhere = Message.objects.get(pk=said_elsewhere(hearth))
    other = hearth.report(message=elsewhere.pk)
    about = hearth.report(user=hearth.rude.pk)
    everything_found = listed(api)
    assert report.pk in everything_found
    assert listed(api, room=str(hearth.id)) == [report.pk]
    assert listed(api, room=str(elsewhere.room_id)) == [other.pk] * (other.pk in everything_found)
    assert about.pk not in listed(api, room=str(hearth.id)), "a person is in no room"
    assert listed(api, room=str(hearth.id), state="decided") == []
    assert listed(api, room=str(hearth.id), state="mine") == [report.pk] * (person == "member")


@pytest.mark.parametrize("person", ["stranger", "former", "rude", "idle"])
def test_an_outsiders_room_is_as_empty_as_one_that_is_not_there(hearth: Reported, person: str) -> None:
    hearth.idle = permit(a_user("mei"), "view_report", "delete_message")  # type: ignore[attr-defined]
    hearth.report()
    api = Api(hearth.person(person))
    missing = api.get("reports/", room=str(hearth.id + 999)).body
    for state in ({}, *({"state": state} for state in STATES)):
        assert api.get("reports/", room=str(hearth.id), **state).body == missing == {"results": [], "next": None}


@pytest.mark.parametrize("room", ["0", "-1", "1.5", "x", "", str(2**63), "9" * 400, "1,2", "null"])
def test_a_room_that_is_no_id_is_refused(hearth: Reported, room: str) -> None:
    hearth.report()
    assert Api(hearth.staff).get("reports/", room=room).refusal == (400, "invalid")


def said_elsewhere(hearth: Reported) -> int:
    """The id of a message in another room of the member and the rude person."""
    kitchen = Api(hearth.member).post("rooms/", {"kind": "public", "name": "Kitchen"}).body["id"]
    memberships.add(by=Member(hearth.member), room_id=kitchen, user_ids=[hearth.rude.pk])
    new = NewMessage(hearth.rude, kitchen, uuid4(), "cold tea here, too")
    return sending.send(new).message.pk


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
