"""The inbox over REST: its pages, and that nobody sees or marks another's."""

import json
from typing import Any

import pytest
from django.urls import get_resolver

from chat.services.rooms import memberships
from core.answer_size import MOST_BYTES
from notifications.api import inbox as inbox_api
from notifications.models import Follow, InboxItem, Preferences, Snooze
from tests.chat.hearth import Hearth
from tests.chat.longest import FIRE
from tests.notifications.told import ids, inbox, tell
from tests.support.in_process import Api
from tests.support.routes import calls_of

pytestmark = pytest.mark.django_db

NONE = {"unread": 0, "rooms": {}, "me": 0}
UNTIL = "2026-12-24T18:00:00Z"
OF_ONESELF: list[tuple[str, str, Any]] = [
    ("GET", "inbox/", None),
    ("GET", "inbox/unread/", None),
    ("POST", "inbox/done/", {"all": True}),
    ("POST", "inbox/undone/", {"ids": [1]}),
    ("GET", "me/notifications/", None),
    ("PATCH", "me/notifications/", {"level": "nothing"}),
    ("GET", "me/follows/", None),
]
IN_A_ROOM: list[tuple[str, str, Any]] = [
    ("GET", "messages/{message}/follow/", None),
    ("PUT", "messages/{message}/follow/", {"level": "all"}),
    ("DELETE", "messages/{message}/follow/", None),
    ("PUT", "rooms/{room}/snooze/", {"until": UNTIL}),
    ("DELETE", "rooms/{room}/snooze/", None),
]


def everything() -> list[Any]:
    return [list(model._default_manager.order_by("pk").values()) for model in (InboxItem, Follow, Preferences, Snooze)]


def test_no_call_is_forgotten() -> None:
    known = {(method, f"/api/{path}".replace("{message}", "{}").replace("{room}", "{}")) for method, path, _ in
             [*OF_ONESELF, *IN_A_ROOM]}  # fmt: skip
    assert known == {tuple(call) for call in calls_of(get_resolver("notifications.api.urls").url_patterns, "/api/")}


@pytest.mark.parametrize("person", ["stranger", "former"])
@pytest.mark.parametrize("asked", IN_A_ROOM, ids=str)
def test_what_is_in_a_room_is_as_unknown_as_nothing(hearth: Hearth, person: str, asked: tuple[str, str, Any]) -> None:
    message = hearth.say("@yuki")
    tell()
    before, api = everything(), Api(hearth.person(person))
    method, path, body = asked
    refused = api.call(method, path.format(room=hearth.id, message=message.pk), body)
    assert refused.refusal == (404, "not_found")
    for missing in (10**9, 0, 2**63):
        assert api.call(method, path.format(room=missing, message=missing), body).body == refused.body
    assert everything() == before


@pytest.mark.parametrize("asked", [*OF_ONESELF, *IN_A_ROOM], ids=str)
def test_nobody_gets_in_without_a_token(hearth: Hearth, asked: tuple[str, str, Any]) -> None:
    method, path, body = asked
    message = hearth.say("@yuki")
    tell()
    before = everything()
    answer = Api().call(method, path.format(room=hearth.id, message=message.pk), body)
    assert answer.refusal == (401, "not_authenticated")
    assert everything() == before


def test_of_others_nothing_is_seen_or_marked(hearth: Hearth) -> None:
    hearth.say("@yuki come")
    tell()
    theirs, before = ids(hearth.member), everything()
    for other in (hearth.moderator, hearth.stranger):
        api = Api(other)
        assert api.get("inbox/").body == {"results": [], "next": None, "unread": 0}
        assert api.get("inbox/unread/").body == NONE
        for call in ("done", "undone"):
            assert api.post(f"inbox/{call}/", {"ids": theirs}).body == NONE
        assert api.post("inbox/done/", {"all": True}).body == NONE
    assert everything() == before


def test_an_item(hearth: Hearth) -> None:
    message = hearth.say("@yuki come")
    tell()
    api = Api(hearth.member)
    answer = api.get("inbox/").body
    (item,) = answer["results"]
    assert answer["unread"] == 1
    assert item["message"] == Api(hearth.member).get(f"messages/{message.pk}/").body
    assert {**item, "message": None, "at": None} == {
        "id": item["id"], "kind": "mention", "message": None, "room": hearth.id, "at": None, "done": False,
    }  # fmt: skip
    for _ in range(2):
        assert api.post("inbox/done/", {"ids": [item["id"]]}).body["unread"] == 0
    assert api.get("inbox/", done="false").body["results"] == []
    assert [each["id"] for each in api.get("inbox/", done="true").body["results"]] == [item["id"]]
    assert api.post("inbox/undone/", {"ids": [item["id"]]}).body["unread"] == 1
    assert [each["id"] for each in api.get("inbox/", done="false").body["results"]] == [item["id"]]
    assert api.post("inbox/done/", {"all": True}).body["unread"] == 0


def test_pages(hearth: Hearth) -> None:
    for at in range(7):
        hearth.say(f"@yuki {at}")
    tell()
    api, found = Api(hearth.member), []
    answer = api.get("inbox/", limit=3).body
    while True:
        assert answer["unread"] == 7
        found += [each["message"]["text"] for each in answer["results"]]
        if answer["next"] is None:
            break
        answer = api.get(answer["next"].split("/api/")[1]).body
    assert found == [f"@yuki {at}" for at in reversed(range(7))]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"ids": [1], "all": True},
        {"all": False},
        {"ids": "1"},
        {"ids": [0]},
        {"ids": [2**63]},
        {"ids": [1] * 501},
        {"all": True, "up_to": 0},
        {"all": True, "up_to": 2**63},
        {"ids": [1], "up_to": 1},
        {"up_to": 1},
        [],
    ],
    ids=lambda body: str(body)[:30],
)
def test_what_is_no_mark(hearth: Hearth, body: Any) -> None:
    assert Api(hearth.member).post("inbox/done/", body).refusal == (400, "invalid")


def test_unknown_ids_are_left_out(hearth: Hearth) -> None:
    assert Api(hearth.member).post("inbox/done/", {"ids": [2**63 - 1, 1]}).body == NONE
    assert Api(hearth.member).post("inbox/done/", {"ids": []}).body == NONE


def test_who_left_sees_nothing_of_the_room(hearth: Hearth) -> None:
    root = hearth.say("@yuki come")
    hearth.say("when?", hearth.member, thread=root.pk)
    tell()
    api = Api(hearth.member)
    assert len(api.get("me/follows/").body["results"]) == 1
    memberships.leave(by=hearth.member, room_id=hearth.id)
    assert inbox(hearth.member) == []
    assert api.get("me/follows/").body["results"] == []


def test_a_page_ends_with_its_bytes(hearth: Hearth) -> None:
    said = [hearth.say("@yuki " + FIRE[:9_000]) for _ in range(60)]
    tell()
    api, found, path = Api(hearth.member), list[int](), "inbox/?limit=500"
    while path:
        content = api.client.get(f"/api/{path}").content
        assert len(content) <= MOST_BYTES + 1_000
        answer = json.loads(content)
        found += [each["message"]["id"] for each in answer["results"]]
        path = (answer["next"] or "").partition("/api/")[2]
    assert found == [message.pk for message in reversed(said)]


def test_a_page_has_no_more_than_so_many(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox_api, "LARGEST_PAGE", 3)
    for at in range(4):
        hearth.say(f"@yuki {at}")
    tell()
    assert len(Api(hearth.member).get("inbox/", limit=500).body["results"]) == 3
