"""The list of a room's members: found by name, sorted, in pages."""

from collections.abc import Collection
from typing import Any

import pytest
from django.core.cache import caches
from pytest_django import Settings

from accounts.models import User
from accounts.services.people import change_profile
from chat.models import Membership, Room
from chat.selectors import presence
from chat.services.rooms import joining
from tests.chat.hearth import Hearth
from tests.support.in_process import Api
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db

SORTS = ["joined", "name", "role", "online"]


@pytest.fixture(autouse=True)
def _nobody_known() -> None:
    caches["local"].clear()


@pytest.fixture
def full_hearth(hearth: Hearth) -> Hearth:
    joining.join(by=hearth.stranger, room_id=hearth.id)
    change_profile(user=hearth.stranger, display_name="青井 Aoi")
    change_profile(user=hearth.member, display_name="Émile")
    return hearth


@pytest.fixture
def present(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The ids of people who are there."""
    ids: set[int] = set()
    monkeypatch.setattr(presence, "_sources", [lambda asked: ids & set(asked)])
    return ids


def listed(api: Api, hearth: Hearth, **query: Any) -> list[str]:
    return [entry["user"]["username"] for entry in api.get(f"rooms/{hearth.id}/members/", **query).body["results"]]


class TestSearch:
    @pytest.mark.parametrize(
        ("q", "found"),
        [("ken", ["kenji"]), ("ＫＥＮ", ["kenji"]), ("青井", ["sora"]), ("taro", []), ("%", []), (" ", 4), ("", 4)],
    )
    def test_members_by_a_part_of_their_names(
        self, full_hearth: Hearth, member: Api, q: str, found: list[str] | int
    ) -> None:
        answer = member.get(f"rooms/{full_hearth.id}/members/", q=q).body
        names = [entry["user"]["username"] for entry in answer["results"]]
        assert names == found if isinstance(found, list) else len(names) == found
        assert answer["count"] == len(names)

    def test_only_the_room_s_own(self, full_hearth: Hearth, member: Api) -> None:
        User.objects.create_user("kenjiro")
        assert listed(member, full_hearth, q="kenji") == ["kenji"]

    def test_a_long_text(self, full_hearth: Hearth, member: Api) -> None:
        answer = member.get(f"rooms/{full_hearth.id}/members/", q="x" * 81)
        assert answer.fields == {"q": ["max_length"]}


class TestSort:
    def test_each_order(self, full_hearth: Hearth, member: Api, present: set[int]) -> None:
        present.add(full_hearth.stranger.pk)
        expected = {
            "joined": ["hanako", "kenji", "yuki", "sora"],
            "name": ["hanako", "kenji", "yuki", "sora"],  # Hanako, Kenji, É…, 青…: by code points
            "role": ["hanako", "kenji", "yuki", "sora"],
            "online": ["sora", "hanako", "kenji", "yuki"],
        }
        assert {sort: listed(member, full_hearth, sort=sort) for sort in SORTS} == expected

    def test_roles(self, full_hearth: Hearth, member: Api) -> None:
        full_hearth.set_role(full_hearth.stranger, "owner")
        assert listed(member, full_hearth, sort="role") == ["hanako", "sora", "kenji", "yuki"]

    def test_another_order(self, full_hearth: Hearth, member: Api) -> None:
        answer = member.get(f"rooms/{full_hearth.id}/members/", sort="password")
        assert answer.fields == {"sort": ["invalid_choice"]}

    @pytest.mark.parametrize("sort", SORTS)
    def test_pages(self, full_hearth: Hearth, member: Api, sort: str, present: set[int]) -> None:
        present.add(full_hearth.member.pk)
        whole = listed(member, full_hearth, sort=sort)
        first = member.get(f"rooms/{full_hearth.id}/members/", sort=sort, limit=3).body
        second = member.get(first["next"].partition("/api/")[2]).body
        names = [entry["user"]["username"] for page in (first, second) for entry in page["results"]]
        assert (names, first["count"], second["count"], second["next"]) == (whole, 4, 4, None)
        assert member.get(second["previous"].partition("/api/")[2]).body["results"] == first["results"]

    @pytest.mark.parametrize("sort", SORTS)
    def test_the_number_of_queries_does_not_grow(self, full_hearth: Hearth, member: Api, sort: str) -> None:
        few = queries_of(lambda: listed(member, full_hearth, sort=sort, q="k"))
        users = User.objects.bulk_create(User(username=f"k{number}") for number in range(40))
        Membership.objects.bulk_create(Membership(room_id=full_hearth.id, user=user) for user in users)
        assert queries_of(lambda: listed(member, full_hearth, sort=sort, q="k")) <= few

    def test_a_cursor_of_another_order_or_with_a_character_that_no_database_takes(
        self, full_hearth: Hearth, member: Api
    ) -> None:
        path = f"rooms/{full_hearth.id}/members/"
        for cursor in ("W2ZhbHNlLFsxXV0", "W2ZhbHNlLFsiYVx1MDAwMCIsMV1d"):  # [false,[1]] · [false,["a\u0000",1]]
            assert member.get(path, sort="name", cursor=cursor).fields == {"cursor": ["invalid"]}

    def test_in_a_large_room_nobody_is_looked_up(
        self, full_hearth: Hearth, member: Api, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[Collection[int]] = []

        def present_among(ids: Collection[int]) -> set[int]:
            asked.append(ids)
            return set()

        monkeypatch.setattr(presence, "_sources", [present_among])
        Room.objects.filter(pk=full_hearth.id).update(member_count=5_001)
        assert listed(member, full_hearth, sort="online") == listed(member, full_hearth, sort="name")
        assert asked == []


def test_somebody_else_finds_nobody(hearth: Hearth) -> None:
    stranger = Api(hearth.stranger)
    for query in ({"q": "kenji"}, {"sort": "online"}, {"q": "kenji", "sort": "name"}):
        assert stranger.get(f"rooms/{hearth.id}/members/", **query).refusal == (404, "not_found")


def test_many_sorted_lists_are_refused_and_plain_ones_are_not(hearth: Hearth, settings: Settings) -> None:
    settings.ACCOUNT_RATES = {**settings.ACCOUNT_RATES, "lookup": {"anywhere": "2/min"}}
    api, path = Api(hearth.member), f"rooms/{hearth.id}/members/"
    assert [api.get(path, sort="name").status, api.get(path, q="k").status] == [200, 200]
    assert api.get(path, sort="role").refusal == (429, "rate_limited")
    assert api.get("rooms/", browse=1, sort="active").refusal == (429, "rate_limited")
    assert api.get(path).status == api.get("rooms/", browse=1).status == 200


def test_who_is_there_is_looked_up_once_for_all_pages(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Collection[int]] = []

    def source(asked: Collection[int]) -> set[int]:
        looks.append(asked)
        return {hearth.member.pk}

    monkeypatch.setattr(presence, "_sources", [source])
    api = Api(hearth.member)
    for _ in range(3):
        assert listed(api, hearth, sort="online", limit=1) == ["yuki"]
    assert len(looks) == 1


@pytest.mark.parametrize("sort", SORTS)
def test_a_very_large_room_comes_as_it_was_joined(
    full_hearth: Hearth, present: set[int], monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    api = Api(full_hearth.member)
    present.add(full_hearth.member.pk)
    joined = listed(api, full_hearth)
    monkeypatch.setattr("chat.selectors.members.MOST_SORTED", full_hearth.room.member_count - 1)
    assert listed(api, full_hearth, sort=sort) == joined
