"""The calls about mutes and hidden people: their answers, and what outsiders find."""

import re
from typing import Any

import pytest
from django.urls import get_resolver

from chat.services.authority import Administrator, Member
from chat.services.rooms import memberships
from moderation.models import Hidden, Mute
from moderation.services import mutes
from tests.moderation.scene import Reported
from tests.support.in_process import Api
from tests.support.protocol_document import Call
from tests.support.routes import calls_of

pytestmark = pytest.mark.django_db

OF_A_ROOM: list[tuple[str, str, Any]] = [
    ("GET", "rooms/{room}/mutes/", None),
    ("PUT", "rooms/{room}/mutes/{user}/", {"seconds": 600, "reason": "cool down"}),
    ("DELETE", "rooms/{room}/mutes/{user}/", None),
]
OF_ONESELF: list[tuple[str, str, Any]] = [
    ("GET", "me/mutes/", None),
    ("GET", "me/hidden/", None),
    ("PUT", "me/hidden/{user}/", None),
    ("DELETE", "me/hidden/{user}/", None),
]


def call(api: Api, hearth: Reported, asked: tuple[str, str, Any], user: int | None = None) -> Any:
    method, path, body = asked
    return api.call(method, path.format(room=hearth.id, user=user or hearth.rude.pk), body)


def everything() -> list[Any]:
    return [list(model._default_manager.order_by("pk").values()) for model in (Mute, Hidden)]


def test_no_call_is_forgotten() -> None:
    known = {Call(method, "/api/" + re.sub(r"{\w+}", "{}", path)) for method, path, _ in [*OF_A_ROOM, *OF_ONESELF]}
    calls = {*calls_of(get_resolver("moderation.api.urls").url_patterns, "/api/")}
    assert known == {each for each in calls if "/mutes/" in each.path or "/hidden/" in each.path}


@pytest.mark.parametrize("asked", OF_A_ROOM)
@pytest.mark.parametrize("person", ["stranger", "former", "staff"])
def test_a_room_of_others_is_as_unknown_as_none(hearth: Reported, person: str, asked: Any) -> None:
    mutes.mute(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.rude.pk, seconds=60)
    before = everything()
    api = Api(hearth.person(person))
    refused = call(api, hearth, asked)
    assert refused.refusal == (404, "not_found")
    for missing in (hearth.id + 999, 0, 2**63, 10**30):
        method, path, body = asked
        assert api.call(method, path.format(room=missing, user=hearth.rude.pk), body).body == refused.body
    assert everything() == before


@pytest.mark.parametrize("asked", OF_A_ROOM)
def test_members_do_not_look_or_mute(hearth: Reported, asked: Any) -> None:
    before = everything()
    assert call(Api(hearth.member), hearth, asked).refusal == (403, "forbidden")
    assert everything() == before


@pytest.mark.parametrize("asked", [*OF_A_ROOM, *OF_ONESELF])
def test_nobody_gets_in_without_a_token(hearth: Reported, asked: Any) -> None:
    assert call(Api(), hearth, asked).refusal == (401, "not_authenticated")
    assert everything() == [[], []]


def test_muting_in_a_room(hearth: Reported) -> None:
    api = Api(hearth.moderator)
    muted = call(api, hearth, OF_A_ROOM[1])
    assert muted.status == 200
    stored = Mute.objects.get()
    assert {**muted.body, "user": muted.body["user"]["id"], "by": muted.body["by"]["id"]} == {
        "room": hearth.id,
        "user": hearth.rude.pk,
        "until": stored.until.isoformat().replace("+00:00", "Z") if stored.until else None,
        "reason": "cool down",
        "by": hearth.moderator.pk,
    }
    assert api.get(f"rooms/{hearth.id}/mutes/").body["results"] == [muted.body]
    refused = Api(hearth.rude).post(
        f"rooms/{hearth.id}/messages/", {"nonce": "5f0c8f0e-9f58-4c59-8a7e-1f0e3c1d2b4a", "text": "but"}
    )
    assert refused.refusal == (403, "muted")
    assert {name: refused.body[name] for name in ("until", "reason", "room")} == {
        "until": muted.body["until"],
        "reason": "cool down",
        "room": hearth.id,
    }
    assert call(api, hearth, OF_A_ROOM[2]).status == 204
    assert api.get(f"rooms/{hearth.id}/mutes/").body["results"] == []


def test_for_ever_says_null(hearth: Reported) -> None:
    muted = Api(hearth.owner).put(f"rooms/{hearth.id}/mutes/{hearth.rude.pk}/", {"seconds": None})
    assert (muted.body["until"], muted.body["reason"]) == (None, "")
    refused = Api(hearth.rude).post(
        f"rooms/{hearth.id}/messages/", {"nonce": "5f0c8f0e-9f58-4c59-8a7e-1f0e3c1d2b4a", "text": "but"}
    )
    assert (refused.body["until"], refused.body["reason"], refused.body["room"]) == (None, "", hearth.id)


@pytest.mark.parametrize("seconds", [0, -1, mutes.LONGEST_SECONDS + 1, 2**63, "soon", True, "missing"])
def test_strange_times(hearth: Reported, seconds: Any) -> None:
    body = {} if seconds == "missing" else {"seconds": seconds}
    assert "seconds" in Api(hearth.owner).put(f"rooms/{hearth.id}/mutes/{hearth.rude.pk}/", body).fields
    assert "reason" in Api(hearth.owner).put(
        f"rooms/{hearth.id}/mutes/{hearth.rude.pk}/", {"seconds": 1, "reason": "x" * 201}
    ).fields  # fmt: skip


def test_my_mutes(hearth: Reported) -> None:
    api = Api(hearth.rude)
    assert api.get("me/mutes/").body == {"results": []}
    call(Api(hearth.moderator), hearth, OF_A_ROOM[1])
    mutes.mute(by=Administrator(hearth.staff), room_id=None, user_id=hearth.rude.pk, seconds=None, reason="spam")
    here, everywhere = api.get("me/mutes/").body["results"]
    assert (here["room"], here["reason"]) == (hearth.id, "cool down")
    assert everywhere == {"room": None, "until": None, "reason": "spam"}
    memberships.leave(by=hearth.rude, room_id=hearth.id)
    assert api.get("me/mutes/").body["results"] == [everywhere]
    assert Api(hearth.member).get("me/mutes/").body == {"results": []}


def test_hidden_people(hearth: Reported) -> None:
    api = Api(hearth.member)
    assert call(api, hearth, OF_ONESELF[2]).status == 204
    (person,) = api.get("me/hidden/").body["results"]
    assert (person["id"], person["username"]) == (hearth.rude.pk, "aoi")
    assert Api(hearth.rude).get("me/hidden/").body == {"results": []}
    assert call(api, hearth, OF_ONESELF[3]).status == 204
    assert api.get("me/hidden/").body == {"results": []}


def test_a_stranger_is_as_unknown_as_nobody(hearth: Reported) -> None:
    api = Api(hearth.member)
    for missing in (hearth.stranger.pk, 10**9, 2**63):
        assert api.put(f"me/hidden/{missing}/").refusal == (404, "not_found")
        assert api.delete(f"me/hidden/{missing}/").status in (204, 404)
    assert everything() == [[], []]
