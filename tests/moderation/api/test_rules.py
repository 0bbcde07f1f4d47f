"""Rules and held messages over REST: their shapes, who finds which, and what is no rule."""

import re
import uuid
from typing import Any

import pytest
from django.urls import get_resolver

from chat.models import Room
from chat.services.authority import Member
from chat.services.rooms import direct
from core.audit.models import Act
from moderation.models import HeldMessage, Rule
from moderation.services import rules
from moderation.services.held.releasing import refuse
from tests.chat.hearth import Hearth
from tests.moderation.ruled import hold, rule, site_rule
from tests.support.in_process import Api
from tests.support.protocol_document import Call
from tests.support.routes import calls_of

pytestmark = pytest.mark.django_db

NEW = {"kind": "word", "pattern": "casino", "action": "hold", "note": "not here"}
# What it takes to find it: to be in the room, and there the role.
OF_A_ROOM: list[tuple[str, str, Any]] = [
    ("GET", "rooms/{room}/rules/", None),
    ("POST", "rooms/{room}/rules/", {**NEW, "pattern": "poker"}),
    ("PATCH", "rooms/{room}/rules/{rule}/", {"action": "warn"}),
    ("DELETE", "rooms/{room}/rules/{rule}/", None),
    ("GET", "rooms/{room}/held/", None),
]
OF_ONE: list[tuple[str, str, Any]] = [
    ("DELETE", "held/{held}/", None),
    ("POST", "held/{held}/release/", None),
    ("POST", "held/{held}/refuse/", {"note": "no"}),
]


def everything() -> list[Any]:
    return [list(model._default_manager.order_by("pk").values()) for model in (Rule, HeldMessage, Room)]


def filled(path: str, hearth: Hearth, made: Rule, held: int) -> str:
    return path.format(room=hearth.id, rule=made.pk, held=held)


def test_no_call_is_forgotten() -> None:
    known = {Call(method, "/api/" + re.sub(r"{\w+}", "{}", path)) for method, path, _ in [*OF_A_ROOM, *OF_ONE]}
    calls = {*calls_of(get_resolver("moderation.api.urls").url_patterns, "/api/")}
    assert known == {call for call in calls if "/held/" in call.path or "/rules/" in call.path}


@pytest.mark.parametrize("person", ["former", "stranger"])
@pytest.mark.parametrize(("method", "path", "body"), [*OF_A_ROOM, *OF_ONE])
def test_what_is_of_a_room_is_as_unknown_as_none(
    hearth: Hearth, person: str, method: str, path: str, body: Any
) -> None:
    made = rule(hearth)
    held = hold(hearth).id
    before = everything()
    api = Api(hearth.person(person))
    answer = api.call(method, filled(path, hearth, made, held), body)
    assert answer.refusal == (404, "not_found")
    for missing in (10**9, 10**17):
        nowhere = path.format(room=missing, rule=missing, held=missing)
        assert api.call(method, nowhere, body).body == answer.body
    assert everything() == before


@pytest.mark.parametrize(("method", "path", "body"), [*OF_A_ROOM, *OF_ONE])
def test_nobody_without_a_token(hearth: Hearth, method: str, path: str, body: Any) -> None:
    made = rule(hearth)
    held = hold(hearth).id
    assert Api().call(method, filled(path, hearth, made, held), body).refusal == (401, "not_authenticated")


@pytest.mark.parametrize(("method", "path", "body"), OF_A_ROOM[:4])
def test_members_see_no_rules(hearth: Hearth, method: str, path: str, body: Any) -> None:
    made = rule(hearth)
    refusal = Api(hearth.member).call(method, filled(path, hearth, made, 0), body).refusal
    assert refusal == (403, "forbidden")
    for kind in ("moderator", "owner"):
        assert Api(hearth.person(kind)).call(method, filled(path, hearth, made, 0), body).status in (200, 201, 204)


def test_a_rule(hearth: Hearth) -> None:
    api = Api(hearth.moderator)
    made = api.post(f"rooms/{hearth.id}/rules/", NEW)
    assert made.status == 201
    assert {key: made.body[key] for key in NEW} == NEW
    assert made.body["created_by"]["username"] == "kenji"
    assert api.get(f"rooms/{hearth.id}/rules/").body == {"results": [made.body]}
    address = f"rooms/{hearth.id}/rules/{made.body['id']}/"
    changed = api.patch(address, {"pattern": "poker*", "note": ""}).body
    assert (changed["pattern"], changed["note"], changed["action"]) == ("poker*", "", "hold")
    assert api.delete(address).status == 204
    assert api.get(f"rooms/{hearth.id}/rules/").body == {"results": []}
    assert [act.name for act in Act.objects.filter(name__contains="rule").order_by("pk")] == [
        "moderation.rule_added",
        "moderation.rule_changed",
        "moderation.rule_removed",
    ]


@pytest.mark.parametrize("same", ["casino", " CASINO ", "саsinо"])
def test_one_rule_for_one_pattern(hearth: Hearth, same: str) -> None:
    api, first = Api(hearth.moderator), rule(hearth)
    again = api.post(f"rooms/{hearth.id}/rules/", {**NEW, "pattern": same})
    assert (again.status, again.body["id"]) == (200, first.pk)
    other = {**NEW, "pattern": same, "action": "refuse"}
    assert api.post(f"rooms/{hearth.id}/rules/", other).refusal == (409, "rule_exists")
    assert api.post(f"rooms/{hearth.id}/rules/", {**NEW, "pattern": "casino*"}).status == 201


@pytest.mark.parametrize(
    "wrong",
    [
        {"pattern": ""}, {"pattern": "*"}, {"pattern": "x" * 201}, {"kind": "regex"}, {"action": "ban"}, {"note": "x" * 201},
        {"kind": "link", "pattern": "nowhere"}, {"kind": "link", "pattern": "a..b"}, {"pattern": "\u200b"}, {"pattern": "a\0"},
        {"pattern": "\ufdfa" * 100}, {"pattern": None}, {"pattern": ["casino"]}, {"kind": "link", "pattern": "*.*.com"},
    ],
)  # fmt: skip
def test_what_is_no_rule(hearth: Hearth, wrong: dict[str, Any]) -> None:
    assert Api(hearth.owner).post(f"rooms/{hearth.id}/rules/", {**NEW, **wrong}).fields
    assert not Rule.objects.exists()


def test_only_some_rules(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_OF_ROOM", 1)
    rule(hearth)
    answer = Api(hearth.owner).post(f"rooms/{hearth.id}/rules/", {**NEW, "pattern": "poker"})
    assert answer.refusal == (409, "too_many_rules")


def test_rules_of_others(hearth: Hearth) -> None:
    """Of the site, of another room: neither is one of this room."""
    of_site = site_rule()
    api = Api(hearth.owner)
    address = f"rooms/{hearth.id}/rules/{of_site.pk}/"
    assert api.patch(address, {"action": "warn"}).refusal == (404, "not_found")
    assert api.delete(address).status == 204
    assert Rule.objects.get(pk=of_site.pk).action == "refuse"


def test_a_direct_room_has_none(hearth: Hearth) -> None:
    room = direct.open_direct(by=hearth.owner, others=[hearth.member.pk]).room.pk
    assert Api(hearth.owner).post(f"rooms/{room}/rules/", NEW).refusal == (403, "forbidden")


class TestSending:
    def test_held(self, hearth: Hearth) -> None:
        rule(hearth)
        body = {"nonce": str(uuid.uuid4()), "text": "my casino"}
        api = Api(hearth.member)
        first, again = (api.post(f"rooms/{hearth.id}/messages/", body) for _ in range(2))
        assert (first.status, again.status, first.body) == (202, 202, again.body)
        held = first.body["held"]
        assert (held["nonce"], held["text"], held["state"], held["room"]) == (*body.values(), "waiting", hearth.id)
        released = Api(hearth.moderator).post(f"held/{held['id']}/release/")
        assert (released.status, released.body["nonce"], released.body["seq"]) == (200, body["nonce"], 1)
        assert Api(hearth.owner).post(f"held/{held['id']}/release/").body["id"] == released.body["id"]
        stored = api.post(f"rooms/{hearth.id}/messages/", body)
        assert (stored.status, stored.body["id"]) == (200, released.body["id"])

    def test_warned(self, hearth: Hearth) -> None:
        rule(hearth, action="warn")
        body = {"nonce": str(uuid.uuid4()), "text": "my casino"}
        api = Api(hearth.member)
        answer = api.post(f"rooms/{hearth.id}/messages/", body)
        assert (answer.refusal, answer.body["note"]) == ((409, "warned_by_rule"), "not here")
        sent = api.post(f"rooms/{hearth.id}/messages/", {**body, "despite_warning": True})
        assert (sent.status, sent.body["text"]) == (201, "my casino")
        warned = api.patch(f"messages/{sent.body['id']}/", {"text": "casino!"})
        assert warned.refusal == (409, "warned_by_rule")
        edited = api.patch(f"messages/{sent.body['id']}/", {"text": "casino!", "despite_warning": True})
        assert edited.body["text"] == "casino!"


class TestLists:
    def test_each_sees_their_own_and_moderators_all(self, hearth: Hearth) -> None:
        site_rule("casino", "hold")
        mine, others = hold(hearth), hold(hearth, author=hearth.moderator)
        assert self.of(hearth.member, hearth) == [mine.id]
        assert self.of(hearth.owner, hearth) == self.of(hearth.moderator, hearth) == [others.id, mine.id]

    def test_a_refused_one_is_shown_to_its_author_until_forgotten(self, hearth: Hearth) -> None:
        rule(hearth)
        held = hold(hearth)
        refuse(by=Member(hearth.owner), held_id=held.id, note="no")
        assert (self.of(hearth.member, hearth), self.of(hearth.owner, hearth)) == ([held.id], [])
        assert Api(hearth.member).delete(f"held/{held.id}/").status == 204
        assert self.of(hearth.member, hearth) == []

    def test_pages(self, hearth: Hearth) -> None:
        rule(hearth)
        held = [hold(hearth).id for _ in range(3)]
        first = Api(hearth.owner).get(f"rooms/{hearth.id}/held/", limit=2).body
        assert [each["id"] for each in first["results"]] == held[:0:-1]
        rest = Api(hearth.owner).get(first["next"].split("/api/")[1]).body
        assert ([each["id"] for each in rest["results"]], rest["next"]) == (held[:1], None)

    def test_in_a_direct_room_the_other_sees_nothing(self, hearth: Hearth) -> None:
        site_rule("casino", "hold")
        hearth.id = direct.open_direct(by=hearth.owner, others=[hearth.member.pk]).room.pk
        held = hold(hearth)
        assert (self.of(hearth.member, hearth), self.of(hearth.owner, hearth)) == ([held.id], [])

    def of(self, person: Any, hearth: Hearth) -> list[int]:
        return [each["id"] for each in Api(person).get(f"rooms/{hearth.id}/held/").body["results"]]


def test_frames(published: Any, hearth: Hearth) -> None:
    rule(hearth)
    published.clear()
    held = hold(hearth)
    told = [(group, event["frame"]) for group, event in published.events if "frame" in event]
    mine, theirs = f"user.{hearth.member.pk}", {f"user.{hearth.owner.pk}", f"user.{hearth.moderator.pk}"}
    assert [group for group, frame in told if '"held.changed"' in frame and '"state":"waiting"' in frame] == [mine]
    assert {group for group, frame in told if f'"room":{hearth.id},"n":1' in frame} == theirs
    published.clear()
    Api(hearth.owner).post(f"held/{held.id}/refuse/", {"note": "no"})
    told = [(group, event["frame"]) for group, event in published.events if "frame" in event]
    assert [group for group, frame in told if '"state":"refused"' in frame and '"note":"no"' in frame] == [mine]
    assert {group for group, frame in told if f'"room":{hearth.id},"n":0' in frame} == theirs
