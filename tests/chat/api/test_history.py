"""The REST door to history: pages of a room and of a thread."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from chat.models import Message
from tests.chat.hearth import Hearth
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db


class TestThread:
    def test_pages(self, hearth: Hearth, member: Api) -> None:
        root = hearth.say()
        replies = [hearth.say(str(turn), thread=root.pk) for turn in range(3)]
        path = f"messages/{root.pk}/thread/"
        newest = member.get(path, limit=2).body
        assert newest["root"] == member.get(f"messages/{root.pk}/").body
        assert [message["id"] for message in newest["messages"]] == [reply.pk for reply in replies[1:]]
        assert (newest["has_before"], newest["has_after"]) == (True, False)
        assert member.get(f"messages/{replies[0].pk}/thread/", limit=2).body == newest
        for cursor, number in (("before", 3), ("after", 10**30)):
            assert member.get(path, **{cursor: number}).status == 200

    @pytest.mark.parametrize(
        ("query", "fields"),
        [
            ({"before": 0}, {"before": ["min_value"]}),
            ({"limit": 201}, {"limit": ["max_value"]}),
            ({"before": 3, "after": 1}, {"non_field_errors": ["invalid"]}),
        ],
    )
    def test_a_page_that_is_none(self, hearth: Hearth, member: Api, query: Any, fields: Any) -> None:
        assert member.get(f"messages/{hearth.say().pk}/thread/", **query).fields == fields


class TestHistory:
    def test_pages(self, hearth: Hearth, member: Api) -> None:
        for turn in range(6):
            hearth.say(str(turn))
        path = f"rooms/{hearth.id}/messages/"
        newest = member.get(path, limit=2).body
        assert [message["seq"] for message in newest["messages"]] == [5, 6]
        assert (newest["has_before"], newest["has_after"]) == (True, False)
        for query, seqs in (({"before": 5}, [3, 4]), ({"after": 0}, [1, 2]), ({"around": 3}, [3, 4])):
            assert [message["seq"] for message in member.get(path, limit=2, **query).body["messages"]] == seqs

    @pytest.mark.parametrize(
        ("query", "fields"),
        [
            ({"before": 0}, {"before": ["min_value"]}),
            ({"after": -1}, {"after": ["min_value"]}),
            ({"around": "x"}, {"around": ["invalid"]}),
            ({"limit": 0}, {"limit": ["min_value"]}),
            ({"limit": 201}, {"limit": ["max_value"]}),
            ({"before": 3, "after": 1}, {"non_field_errors": ["invalid"]}),
            ({"at": "yesterday"}, {"at": ["invalid"]}),
            ({"at": "2026-11-20T00:00:00Z", "around": 3}, {"non_field_errors": ["invalid"]}),
        ],
    )
    def test_a_page_that_is_none(self, hearth: Hearth, member: Api, query: Any, fields: Any) -> None:
        assert member.get(f"rooms/{hearth.id}/messages/", **query).fields == fields

    def test_a_date(self, hearth: Hearth, member: Api) -> None:
        noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
        for hour in range(6):
            message = hearth.say(str(hour))
            Message.objects.filter(pk=message.pk).update(created_at=noon + timedelta(hours=hour))
        page = member.get(f"rooms/{hearth.id}/messages/", at="2026-11-20T23:30:00+09:00", limit=2).body
        assert [message["text"] for message in page["messages"]] == ["3", "4"]
        assert (page["has_before"], page["has_after"]) == (True, True)

    @pytest.mark.parametrize("cursor", ["before", "after", "around"])
    def test_a_page_beyond_all_numbers(self, hearth: Hearth, member: Api, cursor: str) -> None:
        hearth.say()
        assert member.get(f"rooms/{hearth.id}/messages/", **{cursor: 10**30}).status == 200


class TestOpening:
    def test_the_newest_page_where_it_holds_what_is_unread(self, hearth: Hearth, member: Api) -> None:
        for turn in range(3):
            hearth.say(str(turn))
        opening = member.get(f"rooms/{hearth.id}/opening/", limit=3).body
        assert opening["room"] == member.get(f"rooms/{hearth.id}/").body
        assert opening["page"] == member.get(f"rooms/{hearth.id}/messages/", limit=3).body
        assert opening["around"] is None

    def test_the_first_unread_message(self, hearth: Hearth, member: Api) -> None:
        for turn in range(9):
            hearth.say(str(turn))
        member.post(f"rooms/{hearth.id}/read/", {"seq": 2})
        opening = member.get(f"rooms/{hearth.id}/opening/", limit=4).body
        assert opening["around"] == 3
        assert opening["page"] == member.get(f"rooms/{hearth.id}/messages/", limit=4, around=3).body
        member.post(f"rooms/{hearth.id}/read/", {"seq": 9})
        assert member.get(f"rooms/{hearth.id}/opening/", limit=4).body["around"] is None

    def test_a_message_that_is_asked_for(self, hearth: Hearth, member: Api) -> None:
        for turn in range(9):
            hearth.say(str(turn))
        opening = member.get(f"rooms/{hearth.id}/opening/", limit=2, around=5).body
        assert opening["around"] == 5
        assert [message["seq"] for message in opening["page"]["messages"]] == [5, 6]

    def test_the_page_is_not_older_than_the_room(self, hearth: Hearth, member: Api) -> None:
        """Whenever somebody says something meanwhile: it is in the page, or newer than the room's rev."""
        hearth.say("first")
        for number in itertools.count(1):
            late = f"late {number}"
            with before_query(number, lambda late=late: hearth.say(late)) as acted:  # type: ignore[misc]
                opening = member.get(f"rooms/{hearth.id}/opening/").body
            if not acted:
                break
            rev = Message.objects.get(text=late).rev
            is_shown = late in [message["text"] for message in opening["page"]["messages"]]
            assert is_shown or rev > opening["room"]["rev"], f"lost before query {number}"
        assert number > 4

    @pytest.mark.parametrize(
        ("query", "fields"),
        [
            ({"around": 0}, {"around": ["min_value"]}),
            ({"around": "x"}, {"around": ["invalid"]}),
            ({"limit": 0}, {"limit": ["min_value"]}),
            ({"limit": 201}, {"limit": ["max_value"]}),
        ],
    )
    def test_an_opening_that_is_none(self, hearth: Hearth, member: Api, query: Any, fields: Any) -> None:
        assert member.get(f"rooms/{hearth.id}/opening/", **query).fields == fields


@contextmanager
def before_query(number: int, act: Callable[[], object]) -> Iterator[list[object]]:
    """Does something once, before the query with this number, counted from 1. What it gave is in the list then."""
    acted: list[object] = []
    numbers = itertools.count(1)

    def run(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if not acted and next(numbers) == number:
            acted.append(None)
            acted[0] = act()
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(run):
        yield acted
