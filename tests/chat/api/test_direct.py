"""The REST door to direct rooms, and to what is one's own in a room: preferences and drafts."""

from typing import Any

import pytest

from tests.chat.hearth import Hearth
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db


class TestDirect:
    def test_it_is_made_once(self, hearth: Hearth, owner: Api) -> None:
        made = owner.post("direct/", {"users": [hearth.stranger.pk]})
        assert made.status == 201
        assert (made.body["kind"], made.body["name"], made.body["role"]) == ("direct", "", "member")
        assert [person["username"] for person in made.body["people"]] == ["sora"]
        found = Api(hearth.stranger).post("direct/", {"users": [hearth.owner.pk]})
        assert (found.status, found.body["id"]) == (200, made.body["id"])
        assert [person["username"] for person in found.body["people"]] == ["hanako"]

    def test_it_is_listed_with_its_people(self, hearth: Hearth, owner: Api) -> None:
        owner.post("direct/", {"users": [hearth.stranger.pk]})
        listed = {room["kind"]: [person["username"] for person in room["people"]] for room in results(owner)}
        assert listed == {"public": [], "direct": ["sora"]}
        assert results(Api(hearth.member), browse=1) == []

    @pytest.mark.parametrize(
        ("users", "code"),
        [
            ([], "min_length"),
            (["self"], "min_length"),
            (list(range(1, 12)), "max_length"),
            ([2**62], "does_not_exist"),
            (None, "null"),
        ],
    )
    def test_what_is_wrong_makes_none(self, hearth: Hearth, owner: Api, users: Any, code: str) -> None:
        ids = users and [hearth.owner.pk if user == "self" else user for user in users]
        assert owner.post("direct/", {"users": ids}).fields == {"users": [code]}
        assert len(results(owner)) == 1

    def test_it_is_as_it_is(self, hearth: Hearth, owner: Api) -> None:
        room = owner.post("direct/", {"users": [hearth.member.pk]}).body["id"]
        assert owner.post(f"rooms/{room}/leave/").refusal == (403, "forbidden")
        assert owner.patch(f"rooms/{room}/", {"archived": True}).refusal == (403, "forbidden")
        assert owner.post(f"rooms/{room}/members/", {"users": [hearth.stranger.pk]}).refusal == (403, "forbidden")
        assert Api(hearth.stranger).post(f"rooms/{room}/join/").refusal == (404, "not_found")


def results(api: Api, **query: Any) -> Any:
    return api.get("rooms/", **query).body["results"]


class TestMine:
    def test_it_is_answered_whole(self, hearth: Hearth, owner: Api) -> None:
        changed = owner.patch(f"rooms/{hearth.id}/mine/", {"notify": "mentions", "favourite": True})
        assert changed.status == 200
        assert changed.body == owner.get(f"rooms/{hearth.id}/").body
        assert (changed.body["notify"], changed.body["muted"], changed.body["favourite"]) == ("mentions", False, True)

    @pytest.mark.parametrize(
        ("body", "fields"),
        [
            ({"notify": "sometimes"}, {"notify": ["invalid_choice"]}),
            ({"muted": "perhaps"}, {"muted": ["invalid"]}),
            ({"favourite": None}, {"favourite": ["null"]}),
        ],
    )
    def test_what_is_wrong_changes_nothing(self, hearth: Hearth, owner: Api, body: Any, fields: Any) -> None:
        assert owner.patch(f"rooms/{hearth.id}/mine/", body).fields == fields


class TestRules:
    def test_a_member_who_has_to_wait_is_told_how_long(self, hearth: Hearth, owner: Api) -> None:
        assert owner.patch(f"rooms/{hearth.id}/", {"slow_seconds": 60}).body["slow_seconds"] == 60
        hearth.say("first", hearth.member)
        body = {"nonce": "5f0c8f0e-9f58-4c59-8a7e-1f0e3c1d2b4a", "text": "second"}
        refused = Api(hearth.member).post(f"rooms/{hearth.id}/messages/", body)
        assert refused.refusal == (429, "slow_mode")
        assert 50 < int(refused.headers["Retry-After"]) <= 60

    def test_where_posting_is_closed_it_is_refused(self, hearth: Hearth, owner: Api) -> None:
        assert owner.patch(f"rooms/{hearth.id}/", {"posting": "moderators"}).body["posting"] == "moderators"
        body = {"nonce": "5f0c8f0e-9f58-4c59-8a7e-1f0e3c1d2b4a", "text": "may I?"}
        assert Api(hearth.member).post(f"rooms/{hearth.id}/messages/", body).refusal == (403, "posting_closed")

    @pytest.mark.parametrize(
        ("body", "fields"),
        [
            ({"posting": "nobody"}, {"posting": ["invalid_choice"]}),
            ({"slow_seconds": -1}, {"slow_seconds": ["min_value"]}),
            ({"slow_seconds": 21_601}, {"slow_seconds": ["max_value"]}),
        ],
    )
    def test_rules_that_are_none(self, hearth: Hearth, owner: Api, body: Any, fields: Any) -> None:
        assert owner.patch(f"rooms/{hearth.id}/", body).fields == fields


class TestDrafts:
    def test_one_is_kept_found_and_cleared(self, hearth: Hearth, owner: Api) -> None:
        path = f"rooms/{hearth.id}/draft/"
        kept = owner.put(path, {"text": "half a ", "at": "2026-11-20T09:12:00Z"})
        assert kept.status == 200
        rev = kept.body["rev"]
        assert kept.body == {
            "room": hearth.id, "thread": None, "text": "half a ", "at": "2026-11-20T09:12:00Z", "rev": rev,
        }  # fmt: skip
        assert owner.get("drafts/").body == {"drafts": [kept.body]}
        assert owner.put(path, {"text": "hal", "at": "2026-11-20T09:11:00Z"}).body == kept.body
        assert owner.put(path, {"text": "", "at": "2026-11-20T09:13:00Z"}).body["text"] == ""
        assert owner.get("drafts/").body == {"drafts": []}

    @pytest.mark.parametrize(
        ("body", "fields"),
        [
            ({"at": "2026-11-20T09:12:00Z"}, {"text": ["required"]}),
            ({"text": "x"}, {"rev": ["required"]}),
            ({"text": "x", "at": "yesterday"}, {"at": ["invalid"]}),
            ({"text": "x", "at": "2026-11-20T09:12:00Z", "thread": 2**62}, {"thread": ["does_not_exist"]}),
        ],
    )
    def test_what_is_wrong_is_not_kept(self, hearth: Hearth, owner: Api, body: Any, fields: Any) -> None:
        assert owner.put(f"rooms/{hearth.id}/draft/", body).fields == fields
        assert owner.get("drafts/").body == {"drafts": []}
