"""One search: what comes of it, and what is refused."""

from functools import partial
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from pytest_django import Settings

from accounts.models import User
from chat.models import Room
from chat.services.messages import editing, pins, reactions
from chat.services.personal import reading
from chat.services.rooms import direct, rooms
from tests.chat.api.every_call.test_removed_while_reading import Before
from tests.chat.hearth import Hearth
from tests.files.a_file import a_file
from tests.search.indexed import index_all
from tests.support.in_process import Answer, Api, a_user

pytestmark = pytest.mark.django_db


def search(hearth: Hearth, q: str, **query: Any) -> Answer:
    return Api(hearth.member).get("search/", q=q, **query)


def texts(hearth: Hearth, q: str, **query: Any) -> list[str]:
    return [result["message"]["text"] for result in search(hearth, q, **query).body["results"]]


class TestAResult:
    def test_is_the_message_with_its_neighbours(self, hearth: Hearth) -> None:
        before = hearth.say("\n  どこですか\n二行目")
        hit = hearth.say("第一会議室、会議")
        after = hearth.say("x" * 300, hearth.member)
        (result,) = search(hearth, "会議").body["results"]
        assert result["message"] == Api(hearth.member).get(f"messages/{hit.pk}/").body
        assert (result["room"], result["matches"]) == (hearth.id, [[2, 4], [6, 8]])
        assert (result["before"]["id"], result["before"]["text"]) == (before.pk, "どこですか")
        assert (result["after"]["id"], result["after"]["text"]) == (after.pk, "x" * 200)
        assert result["after"]["author"]["username"] == "yuki"

    def test_shows_of_a_code_block_beside_it_what_is_in_it(self, hearth: Hearth) -> None:
        hearth.say("```sql\n\nselect 1\n```")
        hearth.say("会議")
        hearth.say("~~~")
        (result,) = search(hearth, "会議").body["results"]
        assert (result["before"]["text"], result["after"]["text"]) == ("select 1", "~~~")

    def test_has_no_neighbour_that_is_deleted_or_was_never_there(self, hearth: Hearth) -> None:
        gone, _ = hearth.say("gone"), hearth.say("alone")
        editing.delete_mine(by=hearth.owner, message_id=gone.pk)
        (result,) = search(hearth, "alone").body["results"]
        assert (result["before"], result["after"]) == (None, None)

    def test_counts_matches_in_code_points_of_what_was_written(self, hearth: Hearth) -> None:
        text = "🍵 Ｅ\u0301mile と ㍿ か\u3099"
        hearth.say(text)
        for q, found in [("emile", "Ｅ\u0301mile"), ("株式会社", "㍿"), ("が", "か\u3099"), ("🍵", "🍵")]:
            ((start, end),) = search(hearth, q).body["results"][0]["matches"]
            assert text[start:end] == found, q

    def test_is_found_from_its_acknowledgement_on_and_as_it_is_now(self, hearth: Hearth) -> None:
        message = hearth.say("kettle")
        assert texts(hearth, "kettle") == ["kettle"]
        index_all()
        editing.edit(by=hearth.owner, message_id=message.pk, text="teapot")
        assert (texts(hearth, "kettle"), texts(hearth, "teapot")) == ([], ["teapot"])
        index_all()
        assert (texts(hearth, "kettle"), texts(hearth, "teapot")) == ([], ["teapot"])
        editing.delete_mine(by=hearth.owner, message_id=message.pk)
        assert texts(hearth, "teapot") == []
        index_all()
        assert texts(hearth, "teapot") == []

    def test_is_found_by_the_name_of_its_file(self, hearth: Hearth) -> None:
        message = hearth.say("", files=(a_file(hearth.owner, "報告書_v2.pdf").pk, a_file(hearth.owner, "茶.png").pk))
        answer = search(hearth, "報告").body
        assert [(each["message"]["id"], each["matches"]) for each in answer["results"]] == [(message.pk, [])]
        (file,) = answer["files"]
        assert (file["file"]["name"], file["room"]) == ("報告書_v2.pdf", hearth.id)
        assert (file["message"], file["seq"]) == (message.pk, message.seq)


@pytest.mark.parametrize("is_indexed", [True, False])
def test_an_edit_between_two_queries_is_no_wrong_hit(hearth: Hearth, is_indexed: bool) -> None:
    api, number = Api(hearth.member), 0
    has_acted = True
    while has_acted:
        number += 1
        message = hearth.say("kettle")
        if is_indexed:
            index_all()
        before = Before(number, partial(editing.edit, by=hearth.owner, message_id=message.pk, text="teapot"))
        with connection.execute_wrapper(before):
            answer = api.get("search/", q="kettle").body
        has_acted = before.has_acted
        assert {result["message"]["text"] for result in answer["results"]} <= {"kettle"}, (
            f"edited before query {number}"
        )
        editing.edit(by=hearth.owner, message_id=message.pk, text="teapot")
    assert number > 5


class TestFilters:
    def test_of_people_rooms_marks_and_states(self, hearth: Hearth) -> None:
        kitchen = rooms.create(owner=hearth.owner, name="Big Kitchen", members=[hearth.member.pk])
        said = {"link": hearth.say("tea https://example.org/tea"), "mine": hearth.say("tea", hearth.member)}
        said["reacted"] = hearth.say("tea reacted")
        reactions.add(by=hearth.owner, message_id=said["reacted"].pk, emoji="🍵")
        pins.pin(by=hearth.owner, message_id=said["mine"].pk)
        said["mention"] = hearth.say("tea @yuki", hearth.moderator)
        hearth.id = kitchen.pk
        said["kitchen"] = hearth.say("tea in the kitchen")
        index_all()
        for q, expected in [
            ("tea from:@yuki", ["mine"]),
            ("tea from:me", ["mine"]),
            ("tea from:@kenji from:me", ["mention", "mine"]),
            ('tea in:"big kitchen"', ["kitchen"]),
            ("has:link", ["link"]),
            ("has:reaction", ["reacted"]),
            ("has:pin tea", ["mine"]),
            ("mentions:me", ["mention"]),
            ("tea -kitchen -https", ["mine", "reacted", "mention"]),
            ("tea on:2001-01-01", []),
        ]:
            found = [result["message"]["id"] for result in search(hearth, q).body["results"]]
            assert sorted(found) == sorted(said[name].pk for name in expected), q

    def test_unread(self, hearth: Hearth) -> None:
        read = hearth.say("tea read")
        hearth.say("tea new")
        hearth.say("tea mine", hearth.member)
        reading.advance(by=hearth.member, room_id=hearth.id, seq=read.seq)
        assert texts(hearth, "tea is:unread") == ["tea new"]

    def test_direct_rooms_with_a_person(self, hearth: Hearth) -> None:
        hearth.say("tea for all")
        for others in ([hearth.owner], [hearth.owner, hearth.moderator], [hearth.moderator]):
            opened = direct.open_direct(by=hearth.member, others=[other.pk for other in others])
            hearth.id = opened.room.pk
            hearth.say("tea with " + " ".join(other.username for other in others), hearth.member)
        assert texts(hearth, "tea with:@hanako") == ["tea with hanako kenji", "tea with hanako"]
        assert texts(hearth, "tea with:@hanako with:@kenji") == ["tea with hanako kenji"]

    def test_people_are_called_by_either_name(self, hearth: Hearth) -> None:
        hearth.owner.display_name = "髙橋 花子"
        hearth.owner.save()
        hearth.say("tea")
        for q in ("tea from:@hanako", 'tea from:"高橋 花子"', 'tea from:"髙橋 花子"'):
            assert texts(hearth, q) == ["tea"], q

    def test_notes_say_what_was_not_understood(self, hearth: Hearth) -> None:
        hearth.say("tea")
        answer = search(hearth, "tea from:@nobody in:#nowhere").body
        assert answer["results"] == []
        assert {note["code"] for note in answer["notes"]} == {"nobody_of_this_name", "no_such_room"}
        assert [note["code"] for note in search(hearth, "before:tea").body["notes"]] == ["filter_not_understood"]


def test_days_are_those_of_utc_where_the_persons_zone_is_not_known(hearth: Hearth) -> None:
    User.objects.filter(pk=hearth.member.pk).update(time_zone="Mars/Olympus")
    hearth.say("会議")
    assert texts(hearth, "会議 after:2020-01-01") == ["会議"]


def test_says_that_an_existing_site_is_not_indexed_yet(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        hearth.say(f"tea {number}")
    monkeypatch.setattr("search.selectors.index.MOST_UNINDEXED", 10)
    answer = search(hearth, "tea").body
    assert [note["code"] for note in answer["notes"]] == ["index_incomplete"]
    assert len(answer["results"]) == 10
    index_all()
    answer = search(hearth, "tea").body
    assert (answer["notes"], len(answer["results"])) == ([], 12)


class TestBesideMessages:
    def test_rooms_and_people_of_the_first_page(self, hearth: Hearth) -> None:
        rooms.create(owner=hearth.owner, name="Hearth of others")
        a_user("hearthside", display_name="高橋")
        a_user("gone-hearth", is_active=False)
        answer = search(hearth, "hearth").body
        assert [room["id"] for room in answer["rooms"]] == [hearth.id]
        assert answer["rooms"] == [Api(hearth.member).get(f"rooms/{hearth.id}/").body]
        assert [person["username"] for person in answer["people"]] == ["hearthside"]
        assert [person["username"] for person in search(hearth, "髙橋").body["people"]] == ["hearthside"]

    def test_not_of_filters_alone(self, hearth: Hearth) -> None:
        hearth.say("tea")
        answer = search(hearth, "from:@hanako").body
        assert (answer["rooms"], answer["people"], answer["files"]) == ([], [], [])

    def test_archived_rooms_come_last(self, hearth: Hearth) -> None:
        hearth.archive()
        other = rooms.create(owner=hearth.owner, name="Hearth 2", members=[hearth.member.pk])
        assert [room["id"] for room in search(hearth, "hearth").body["rooms"]] == [other.pk, hearth.id]
        Room.objects.filter(pk=other.pk).update(name="")
        assert [room["id"] for room in search(hearth, "hearth").body["rooms"]] == [hearth.id]


class TestRefusals:
    @pytest.mark.parametrize(
        "query",
        [{}, {"q": "a" * 501}, {"q": "a", "limit": 51}, {"q": "a", "limit": 0}, {"q": "a", "sort": "oldest"}]
        + [{"q": "a", "cursor": cursor} for cursor in ("x", "W2ZhbHNlLFsxXV0", "W3RydWUsWzEsMiwzXV0")],
    )
    def test_what_is_out_of_range(self, hearth: Hearth, query: dict[str, Any]) -> None:
        assert Api(hearth.member).get("search/", **query).refusal == (400, "invalid")

    @pytest.mark.parametrize("q", ["", " ", "\u3000", '""', "-"])
    def test_a_blank_query_finds_nothing(self, hearth: Hearth, q: str) -> None:
        hearth.say("tea")
        assert search(hearth, q).body["results"] == []

    def test_a_cursor_of_the_other_order(self, hearth: Hearth) -> None:
        for _ in range(2):
            hearth.say("tea")
        cursor = search(hearth, "tea", limit=1).body["next"].partition("cursor=")[2]
        assert search(hearth, "tea", cursor=cursor, sort="best").refusal == (400, "invalid")

    def test_too_many_searches(self, hearth: Hearth, settings: Settings) -> None:
        settings.ACCOUNT_RATES = {**settings.ACCOUNT_RATES, "search": {"anywhere": "2/10s"}}
        for each in caches.all(initialized_only=True):
            each.clear()
        api = Api(hearth.member)
        assert [api.get("search/", q="tea").status for _ in range(3)] == [200, 200, 429]
        assert Api(hearth.owner).get("search/", q="tea").status == 200
