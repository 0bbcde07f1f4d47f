"""The REST door to rooms and their members."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.services.people import set_active
from chat.models import Room
from chat.services.authority import Member
from chat.services.rooms import joining, rooms
from tests.chat.hearth import Hearth
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db

TOO_LARGE = 2**63


@pytest.fixture
def stranger(hearth: Hearth) -> Api:
    return Api(hearth.stranger)


class TestLists:
    def test_my_rooms(self, hearth: Hearth, member: Api, stranger: Api) -> None:
        hearth.say()
        (room,) = member.get("rooms/").body["results"]
        assert room == member.get(f"rooms/{hearth.id}/").body
        assert (room["id"], room["role"], room["unread"], room["member_count"]) == (hearth.id, "member", 1, 3)
        assert (room["rev"], room["last_seq"]) == (hearth.room.rev, 1)
        assert stranger.get("rooms/").body == {"next": None, "previous": None, "results": []}

    def test_rooms_to_join(self, hearth: Hearth, member: Api, stranger: Api) -> None:
        (room,) = stranger.get("rooms/", browse=1).body["results"]
        assert (room["id"], room["role"], room["unread"], room["last_read_seq"]) == (hearth.id, None, 0, 0)
        assert stranger.get("rooms/", browse=1, q="kitchen").body["results"] == []
        assert member.get("rooms/", browse=1).body["results"] == []

    @pytest.mark.parametrize(
        ("name", "topic", "query"),
        [
            ("Ｗｉｋｉ", "", "wiki"),
            ("wiki", "", "ＷＩＫＩ"),
            ("Tea", "Chez Élodie", "elodie"),
            ("ガレージ", "", "ｶﾞﾚ"),
            ("ｶﾞﾚｰｼﾞ", "", "ガレ"),
        ],
    )
    def test_a_search_knows_every_spelling(
        self, hearth: Hearth, stranger: Api, name: str, topic: str, query: str
    ) -> None:
        room = rooms.create(owner=hearth.owner, name="Attic")
        rooms.change(by=Member(hearth.owner), room_id=room.pk, name=name, topic=topic)
        assert [found["id"] for found in stranger.get("rooms/", browse=1, q=query).body["results"]] == [room.pk]
        assert stranger.get("rooms/", browse=1, q="カレ").body["results"] == []

    def test_a_search_for_nothing_finds_all(self, hearth: Hearth, stranger: Api) -> None:
        for query in ("", " ", "\u3000"):
            assert len(stranger.get("rooms/", browse=1, q=query).body["results"]) == 1

    def test_a_room_of_the_version_before_is_found(self, hearth: Hearth, stranger: Api) -> None:
        Room.objects.filter(pk=hearth.id).update(search_key="")
        assert len(stranger.get("rooms/", browse=1, q="HEAR").body["results"]) == 1

    def test_rooms_to_join_with_the_newest_message_first(self, hearth: Hearth, stranger: Api) -> None:
        quiet, busy = (rooms.create(owner=hearth.owner, name=name).pk for name in ("Quiet", "Busy"))
        hearth.say()
        Room.objects.filter(pk=busy).update(last_message_at=timezone.now() + timedelta(hours=1))
        first = stranger.get("rooms/", browse=1, sort="active", limit=2).body
        second = stranger.get(first["next"].partition("/api/")[2]).body
        found = [(room["id"], room["member_count"]) for page in (first, second) for room in page["results"]]
        assert found == [(busy, 1), (hearth.id, 3), (quiet, 1)]
        assert stranger.get("rooms/", browse=1, sort="size").fields == {"sort": ["invalid_choice"]}

    def test_pages_lead_to_each_other(self, hearth: Hearth, owner: Api) -> None:
        ids = [hearth.id, *(rooms.create(owner=hearth.owner, name=f"{turn}").pk for turn in range(4))]
        first = owner.get("rooms/", limit=2).body
        second = owner.get(first["next"].partition("/api/")[2]).body
        third = owner.get(second["next"].partition("/api/")[2]).body
        assert [room["id"] for page in (first, second, third) for room in page["results"]] == ids
        assert (first["previous"], third["next"]) == (None, None)
        assert owner.get(third["previous"].partition("/api/")[2]).body["results"] == second["results"]

    def test_a_cursor_that_is_none(self, owner: Api) -> None:
        assert owner.get("rooms/", cursor="garbage").fields == {"cursor": ["invalid"]}

    def test_members_come_in_the_order_they_joined(self, hearth: Hearth, member: Api) -> None:
        joining.join(by=hearth.stranger, room_id=hearth.id)
        listed = member.get(f"rooms/{hearth.id}/members/").body["results"]
        assert [(entry["user"]["username"], entry["role"]) for entry in listed] == [
            ("hanako", "owner"),
            ("kenji", "moderator"),
            ("yuki", "member"),
            ("sora", "member"),
        ]
        assert listed[0].keys() == {"user", "role", "joined_at", "rev", "last_read_seq", "read_rev"}

    def test_members_are_paged(self, hearth: Hearth, member: Api) -> None:
        first = member.get(f"rooms/{hearth.id}/members/", limit=2).body
        second = member.get(first["next"].partition("/api/")[2]).body
        names = [entry["user"]["username"] for page in (first, second) for entry in page["results"]]
        assert names == ["hanako", "kenji", "yuki"]


class TestCreate:
    @pytest.mark.parametrize("kind", ["public", "private"])
    def test_a_room(self, hearth: Hearth, stranger: Api, kind: str) -> None:
        body = {"kind": kind, "name": "Attic", "topic": "Dust", "members": [hearth.member.pk]}
        answer = stranger.post("rooms/", body)
        assert answer.status == 201
        room = Room.objects.get(pk=answer.body["id"])
        assert (room.kind, room.name, room.topic, room.member_count) == (kind, "Attic", "Dust", 2)
        assert answer.body["role"] == "owner"
        assert Member(hearth.member).membership(room.pk).role == "member"

    @pytest.mark.parametrize(
        ("change", "fields"),
        [
            ({"kind": "direct"}, {"kind": ["invalid_choice"]}),
            ({"name": " "}, {"name": ["blank"]}),
            ({"name": "x" * 81}, {"name": ["max_length"]}),
            *(({"name": name}, {"name": ["invalid"]}) for name in ("\u200b", "\u2800", "\u202eabc", "a\nb", "a\u2067")),
            *(({"topic": topic}, {"topic": ["invalid"]}) for topic in ("\u200b", "\u2800", "\u202eabc", "a\nb")),
            ({"name": None}, {"name": ["null"]}),
            ({"name": "x\0"}, {"name": ["invalid", "null_characters_not_allowed"]}),
            ({"topic": "x" * 251}, {"topic": ["max_length"]}),
            ({"members": "all"}, {"members": ["not_a_list"]}),
            ({"members": [0]}, {"members": ["min_value"]}),
            ({"members": [TOO_LARGE]}, {"members": ["max_value"]}),
            ({"members": list(range(1, 202))}, {"members": ["max_length"]}),
            ({"members": [999_999]}, {"users": ["does_not_exist"]}),
        ],
    )
    def test_what_is_wrong_makes_none(self, stranger: Api, change: dict[str, Any], fields: dict[str, Any]) -> None:
        assert stranger.post("rooms/", {"kind": "public", "name": "Attic", **change}).fields == fields
        assert Room.objects.count() == 1


class TestChange:
    def test_an_owner_changes_it(self, hearth: Hearth, owner: Api) -> None:
        answer = owner.patch(f"rooms/{hearth.id}/", {"name": "Kotatsu", "topic": "", "archived": True})
        assert (answer.status, answer.body["name"], answer.body["archived_at"] is None) == (200, "Kotatsu", False)
        assert answer.body == owner.get(f"rooms/{hearth.id}/").body
        assert owner.patch(f"rooms/{hearth.id}/", {"name": "Hearth"}).refusal == (409, "room_archived")
        assert owner.patch(f"rooms/{hearth.id}/", {"archived": False}).body["archived_at"] is None

    def test_a_member_does_not(self, hearth: Hearth, member: Api) -> None:
        assert member.patch(f"rooms/{hearth.id}/", {"topic": "Mine"}).refusal == (403, "forbidden")

    @pytest.mark.parametrize(
        ("change", "fields"),
        [
            ({"name": ""}, {"name": ["blank"]}),
            ({"name": "\u202eabc"}, {"name": ["invalid"]}),
            ({"topic": "a\nb"}, {"topic": ["invalid"]}),
            ({"archived": "maybe"}, {"archived": ["invalid"]}),
        ],
    )
    def test_what_is_wrong_changes_nothing(self, hearth: Hearth, owner: Api, change: Any, fields: Any) -> None:
        before = hearth.room.rev
        assert owner.patch(f"rooms/{hearth.id}/", change).fields == fields
        assert hearth.room.rev == before


class TestComeAndGo:
    def test_joining_and_leaving(self, hearth: Hearth, stranger: Api) -> None:
        answer = stranger.post(f"rooms/{hearth.id}/join/")
        assert (answer.status, answer.body["role"], answer.body["member_count"]) == (200, "member", 4)
        assert stranger.post(f"rooms/{hearth.id}/leave/").status == 204
        assert stranger.get(f"rooms/{hearth.id}/").refusal == (404, "not_found")

    def test_a_private_room_is_not_there_to_join(self, hearth: Hearth, stranger: Api) -> None:
        Room.objects.update(kind="private")
        assert stranger.post(f"rooms/{hearth.id}/join/").refusal == (404, "not_found")
        assert stranger.post(f"rooms/{TOO_LARGE}/join/").refusal == (404, "not_found")

    def test_the_only_owner_stays(self, hearth: Hearth, owner: Api) -> None:
        assert owner.post(f"rooms/{hearth.id}/leave/").refusal == (409, "last_owner")

    def test_reading(self, hearth: Hearth, member: Api) -> None:
        for _ in range(3):
            hearth.say()
        assert member.post(f"rooms/{hearth.id}/read/", {"seq": 2}).body == {"last_read_seq": 2}
        assert member.post(f"rooms/{hearth.id}/read/", {"seq": 1}).body == {"last_read_seq": 2}
        assert member.post(f"rooms/{hearth.id}/read/", {"seq": 10**30}).body == {"last_read_seq": 3}
        assert member.get(f"rooms/{hearth.id}/").body["unread"] == 0
        assert member.post(f"rooms/{hearth.id}/read/", {"seq": -1}).fields == {"seq": ["min_value"]}


class TestMembers:
    def path(self, hearth: Hearth, user: User) -> str:
        return f"rooms/{hearth.id}/members/{user.pk}/"

    def test_adding(self, hearth: Hearth, owner: Api) -> None:
        users = [hearth.stranger.pk, hearth.member.pk]
        answer = owner.post(f"rooms/{hearth.id}/members/", {"users": users})
        assert answer.status == 201
        assert {entry["user"]["id"]: entry["role"] for entry in answer.body["results"]} == dict.fromkeys(
            users, "member"
        )

    @pytest.mark.parametrize(
        ("users", "code"),
        [
            ([], "min_length"),
            ([TOO_LARGE], "max_value"),
            ([999_999], "does_not_exist"),
            (None, "null"),
            ({}, "not_a_list"),
        ],
    )
    def test_adding_nobody(self, hearth: Hearth, owner: Api, users: Any, code: str) -> None:
        assert owner.post(f"rooms/{hearth.id}/members/", {"users": users}).fields == {"users": [code]}

    def test_changing_a_role(self, hearth: Hearth, owner: Api, member: Api) -> None:
        answer = owner.patch(self.path(hearth, hearth.member), {"role": "moderator"})
        assert (answer.status, answer.body["role"], answer.body["rev"]) == (200, "moderator", hearth.room.rev)
        assert member.patch(self.path(hearth, hearth.member), {"role": "owner"}).refusal == (403, "forbidden")
        assert owner.patch(self.path(hearth, hearth.member), {"role": "king"}).fields == {"role": ["invalid_choice"]}
        assert owner.patch(self.path(hearth, hearth.owner), {"role": "member"}).refusal == (409, "last_owner")

    def test_removing(self, hearth: Hearth, owner: Api, member: Api) -> None:
        assert member.delete(self.path(hearth, hearth.moderator)).refusal == (403, "forbidden")
        assert owner.delete(self.path(hearth, hearth.member)).status == 204
        assert member.get(f"rooms/{hearth.id}/messages/").refusal == (404, "not_found")
        assert owner.delete(self.path(hearth, hearth.member)).status == 204
        assert owner.delete(self.path(hearth, hearth.stranger)).refusal == (404, "not_found")
        assert owner.delete(f"rooms/{hearth.id}/members/{TOO_LARGE}/").refusal == (404, "not_found")

    def test_somebody_deactivated_stays_but_is_not_added(self, hearth: Hearth, owner: Api) -> None:
        path = f"rooms/{hearth.id}/members/"
        for person in (hearth.member, hearth.stranger):
            set_active(user=person, active=False)
        listed = [entry["user"]["username"] for entry in owner.get(path).body["results"]]
        assert listed == ["hanako", "kenji", "yuki"]
        assert owner.post(path, {"users": [hearth.stranger.pk]}).fields == {"users": ["does_not_exist"]}
