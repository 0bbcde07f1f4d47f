"""Rooms: those somebody is in, those to join, who is in them and how far they are."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from chat import selectors
from chat.models import Room
from chat.services.authority import Member
from chat.services.rooms import rooms
from core.problems import Problem
from tests.chat.hearth import Hearth

pytestmark = pytest.mark.django_db


class TestRooms:
    def test_mine_are_those_i_am_in(self, hearth: Hearth) -> None:
        kitchen = rooms.create(owner=hearth.member, name="Kitchen")
        rooms.create(owner=hearth.stranger, name="Attic")
        mine = selectors.summaries_of(hearth.member)
        assert [(room.id, room.name, room.role) for room in mine] == [
            (hearth.id, "Hearth", "member"),
            (kitchen.pk, "Kitchen", "owner"),
        ]
        assert [room.id for room in selectors.summaries_of(hearth.member)] == [hearth.id, kitchen.pk]
        assert selectors.summaries_of(hearth.former) == []

    @pytest.mark.parametrize("person", ["former", "stranger"])
    def test_one_of_others_is_not_found(self, hearth: Hearth, person: str) -> None:
        message = hearth.say()
        user = hearth.person(person)
        lookups: list[Callable[[], object]] = [
            lambda: selectors.summary_of(user, hearth.id),
            lambda: Member(user).membership(hearth.id),
            lambda: Member(user).message(message.pk),
        ]
        for lookup in lookups:
            with pytest.raises(Problem, match="not_found"):
                lookup()

    def test_those_to_join_are_public_open_and_not_mine(self, hearth: Hearth) -> None:
        rooms.create(owner=hearth.owner, name="Cellar", kind=Room.Kind.PRIVATE)
        attic = rooms.create(owner=hearth.owner, name="Attic")
        rooms.change(by=Member(hearth.owner), room_id=attic.pk, archived=True)
        assert [room.name for room in selectors.rooms_to_join(hearth.stranger)] == ["Hearth"]
        assert [room.name for room in selectors.rooms_to_join(hearth.former)] == ["Hearth"]
        assert list(selectors.rooms_to_join(hearth.member)) == []

    @pytest.mark.parametrize(("query", "found"), [("hear", 1), ("HEARTH", 1), ("tea", 1), ("soup", 0), ("%", 0)])
    def test_those_to_join_are_found_by_name_and_topic(self, hearth: Hearth, query: str, found: int) -> None:
        rooms.change(by=Member(hearth.owner), room_id=hearth.id, topic="Tea and company")
        assert selectors.rooms_to_join(hearth.stranger, query=query).count() == found

    def test_members_are_those_who_are_in(self, hearth: Hearth) -> None:
        assert {membership.user for membership in selectors.members_of(hearth.room)} == {
            hearth.owner,
            hearth.moderator,
            hearth.member,
        }

    def test_heads_are_of_the_rooms_that_changed_lately(self, hearth: Hearth) -> None:
        kitchen = rooms.create(owner=hearth.owner, name="Kitchen").pk
        attic = rooms.create(owner=hearth.owner, name="Attic").pk
        Room.objects.filter(pk=kitchen).update(changed_at=timezone.now() - timedelta(hours=1))
        age = timedelta(minutes=1)
        assert selectors.heads_changed_within([hearth.id, kitchen], age) == {hearth.id: hearth.room.rev}
        assert attic not in selectors.heads_changed_within([hearth.id, kitchen], age)
