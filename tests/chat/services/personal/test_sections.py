"""Headings of one's own in one's own list of rooms."""

import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from chat import selectors
from chat.models import OwnState, Section
from chat.services.personal import sections
from chat.services.personal.preferences import prefer
from core.problems import Problem
from tests.chat.hearth import Hearth, Published
from tests.support.in_process import Api, at_once

pytestmark = pytest.mark.django_db


def make(user: User, *names: str) -> list[Section]:
    return [sections.create(by=user, name=name) for name in names]


def names(user: User) -> list[str]:
    return [section.name for section in selectors.sections_of(user)]


def in_section(hearth: Hearth) -> int | None:
    return selectors.summary_of(hearth.member, hearth.id).section


class TestTheList:
    def test_it_is_in_the_order_in_which_they_were_made(self, hearth: Hearth) -> None:
        make(hearth.member, "Work", "仲間", "Work")
        assert names(hearth.member) == ["Work", "仲間", "Work"]
        assert names(hearth.owner) == []

    @pytest.mark.parametrize(
        ("position", "order"), [(0, "cab"), (1, "acb"), (2, "abc"), (49, "abc")], ids=lambda value: str(value)
    )
    def test_one_is_moved_to_a_place(self, hearth: Hearth, position: int, order: str) -> None:
        third = make(hearth.member, *"abc")[2]
        sections.change(by=hearth.member, section_id=third.pk, position=position)
        assert names(hearth.member) == list(order)

    def test_one_that_is_new_comes_last_after_others_were_moved_and_deleted(self, hearth: Hearth) -> None:
        first, second, _ = make(hearth.member, *"abc")
        sections.change(by=hearth.member, section_id=first.pk, position=2)
        sections.delete(by=hearth.member, section_id=second.pk)
        make(hearth.member, "d")
        assert names(hearth.member) == ["c", "a", "d"]

    @pytest.mark.parametrize("name", ["\u200b", "a\u202eb", "a\nb", "\u3164", " "])
    def test_a_name_is_held_to_what_names_of_people_are(self, hearth: Hearth, name: str) -> None:
        (section,) = make(hearth.member, "Work")
        for act in (
            lambda: sections.create(by=hearth.member, name=name),
            lambda: sections.change(by=hearth.member, section_id=section.pk, name=name),
        ):
            with pytest.raises(Problem, match="invalid"):
                act()
        assert names(hearth.member) == ["Work"]

    def test_a_letter_that_becomes_three_counts_as_three(self, hearth: Hearth) -> None:
        make(hearth.member, "\ufb2c" * 20)
        with pytest.raises(Problem) as refused:
            make(hearth.member, "\ufb2c" * 21)
        assert refused.value.fields == {"name": ["max_length"]}

    def test_there_are_fifty_at_most(self, hearth: Hearth) -> None:
        make(hearth.member, *(f"{number}" for number in range(sections.MOST)))
        before = OwnState.objects.get(user=hearth.member).rev
        with pytest.raises(Problem, match="too_many_sections"):
            make(hearth.member, "one more")
        assert OwnState.objects.get(user=hearth.member).rev == before
        make(hearth.owner, "of somebody else")


class TestRooms:
    def test_a_room_is_moved_in_and_out(self, hearth: Hearth) -> None:
        (section,) = make(hearth.member, "Work")
        prefer(by=hearth.member, room_id=hearth.id, section=section.pk)
        assert in_section(hearth) == section.pk
        assert selectors.summary_of(hearth.owner, hearth.id).section is None
        prefer(by=hearth.member, room_id=hearth.id, section=None)
        assert in_section(hearth) is None

    def test_rooms_of_a_section_that_is_deleted_are_in_none(self, hearth: Hearth) -> None:
        (section,) = make(hearth.member, "Work")
        prefer(by=hearth.member, room_id=hearth.id, section=section.pk)
        sections.delete(by=hearth.member, section_id=section.pk)
        assert in_section(hearth) is None

    def test_a_section_of_somebody_else_holds_nothing_of_mine(self, hearth: Hearth) -> None:
        (theirs,) = make(hearth.owner, "Work")
        for missing in (theirs.pk, theirs.pk + 99):
            with pytest.raises(Problem) as refused:
                prefer(by=hearth.member, room_id=hearth.id, section=missing)
            assert refused.value.fields == {"section": ["does_not_exist"]}


class TestOthers:
    def test_nobody_changes_or_deletes_what_is_mine(self, hearth: Hearth) -> None:
        (mine,) = make(hearth.member, "Work")
        prefer(by=hearth.member, room_id=hearth.id, section=mine.pk)
        make(hearth.owner, "of the owner")
        api = Api(hearth.owner)
        assert api.get("sections/").body == {"sections": [{"id": mine.pk + 1, "name": "of the owner"}]}
        assert api.patch(f"sections/{mine.pk}/", {"name": "Theirs"}).refusal == (404, "not_found")
        assert api.delete(f"sections/{mine.pk}/").status == 204
        assert (names(hearth.member), in_section(hearth)) == (["Work"], mine.pk)


class TestDevices:
    def told(self, published: Published, user: User) -> list[Any]:
        events = [event for group, event in published.events if group == f"user.{user.pk}"]
        return [json.loads(event["frame"]) for event in events]

    def test_mine_are_told_of_the_whole_list_and_nobody_else_of_anything(
        self, hearth: Hearth, published: Published
    ) -> None:
        published.clear()
        before = OwnState.objects.get(user=hearth.member).rev
        first, second = make(hearth.member, "Work", "Home")
        sections.change(by=hearth.member, section_id=second.pk, name="家", position=0)
        sections.delete(by=hearth.member, section_id=first.pk)
        one, two = {"id": first.pk, "name": "Work"}, {"id": second.pk, "name": "家"}
        lists = [[one], [one, two | {"name": "Home"}], [two, one], [two]]
        assert self.told(published, hearth.member) == [
            {"type": "sections", "sections": each, "me": before + number} for number, each in enumerate(lists, 1)
        ]
        assert {group for group, _ in published.events} == {f"user.{hearth.member.pk}"}
        assert published.frames == []

    def test_what_changes_nothing_is_told_to_nobody(self, hearth: Hearth, published: Published) -> None:
        first, _ = make(hearth.member, "Work", "Home")
        published.clear()
        sections.change(by=hearth.member, section_id=first.pk, name="Work", position=0)
        sections.change(by=hearth.member, section_id=first.pk)
        sections.delete(by=hearth.member, section_id=first.pk + 99)
        assert published.events == []

    def test_a_room_that_was_moved_is_told_with_its_section(self, hearth: Hearth, published: Published) -> None:
        (section,) = make(hearth.member, "Work")
        prefer(by=hearth.member, room_id=hearth.id, section=section.pk, favourite=False)
        assert self.told(published, hearth.member)[-1]["section"] == section.pk


def test_a_deleted_section_locks_its_rooms_in_their_order(hearth: Hearth) -> None:
    (section,) = make(hearth.member, "Work")
    prefer(by=hearth.member, room_id=hearth.id, section=section.pk)
    with CaptureQueriesContext(connection) as asked:
        sections.delete(by=hearth.member, section_id=section.pk)
    rows = [each["sql"] for each in asked if '"chat_membership"' in each["sql"]]
    assert 'ORDER BY "chat_membership"."room_id" ASC' in rows[0]
    assert "FOR UPDATE" in rows[0] or connection.vendor != "postgresql"
    assert rows[1].startswith('UPDATE "chat_membership"')


class TestKeys:
    def test_a_section_that_is_gone_is_not_made_again(self, hearth: Hearth) -> None:
        api, headers = Api(hearth.member), {"Idempotency-Key": str(uuid.uuid4())}
        made = api.call("POST", "sections/", {"name": "Work"}, headers)
        assert made.status == 201
        api.delete(f"sections/{made.body['id']}/")
        assert api.call("POST", "sections/", {"name": "Work"}, headers).refusal == (404, "not_found")
        assert names(hearth.member) == []


@pytest.mark.django_db(transaction=True)
def test_devices_that_change_the_list_at_once_lose_nothing(hearth: Hearth) -> None:
    first, second = make(hearth.member, "a", "b")
    at_once(
        lambda: make(hearth.member, "c"),
        lambda: make(hearth.member, "d"),
        lambda: sections.change(by=hearth.member, section_id=first.pk, name="A"),
        lambda: sections.change(by=hearth.member, section_id=second.pk, position=0),
    )
    assert sorted(names(hearth.member)) == ["A", "b", "c", "d"]
    assert names(hearth.member)[0] == "b"
