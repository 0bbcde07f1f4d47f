"""What reads cost: no more queries for many rooms and members than for few."""

import uuid
from collections.abc import Callable

import pytest

from chat import payloads, selectors
from chat.services.authority import Member
from chat.services.messages import sending
from chat.services.messages.storing import NewMessage
from chat.services.rooms import direct, memberships, rooms
from tests.chat.hearth import Hearth
from tests.support.in_process import a_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


class TestCost:
    """The same number of queries for much as for little."""

    def crowd(self, hearth: Hearth, count: int) -> None:
        users = [a_user(f"guest{turn}") for turn in range(count)]
        memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=[user.pk for user in users])
        for user in users:
            hearth.say("hello", user)

    def more_rooms(self, hearth: Hearth, count: int) -> None:
        for turn in range(count):
            room = rooms.create(owner=hearth.owner, name=f"Room {turn}", members=[hearth.member.pk])
            sending.send(NewMessage(by=hearth.owner, room_id=room.pk, nonce=uuid.uuid4(), text="hello"))

    def direct_rooms(self, hearth: Hearth, count: int) -> None:
        for turn in range(count):
            others = [hearth.owner.pk, a_user(f"friend{turn}-of-{count}").pk]
            direct.open_direct(by=hearth.member, others=others)

    def reads(self, hearth: Hearth) -> dict[str, Callable[[], object]]:
        user, epoch, room = hearth.member, selectors.epoch(), hearth.room
        behind = dict.fromkeys((room.id for room in selectors.summaries_of(user)), 1)
        return {
            "history": lambda: selectors.history(hearth.room),
            "rooms": lambda: selectors.summaries_of(user),
            "hello": lambda: selectors.beginnings_of([user, hearth.owner]),
            "members": lambda: [payloads.Member.of(each, room) for each in selectors.members_of(room)],
            "sync": lambda: selectors.changes_since(user, known_epoch=epoch, revs=behind),
            "reset": lambda: selectors.changes_since(user, known_epoch=uuid.uuid4(), revs=behind),
        }

    def test_many_rooms_and_members_cost_what_few_do(self, hearth: Hearth) -> None:
        hearth.say()
        few = {name: queries_of(read) for name, read in self.reads(hearth).items()}
        self.crowd(hearth, 15)
        self.more_rooms(hearth, 12)
        many = {name: queries_of(read) for name, read in self.reads(hearth).items()}
        assert many == few
        # One of them for who added the member to their rooms; one of a hello's for rooms that have changed.
        assert few == {"history": 2, "rooms": 2, "hello": 5, "members": 1, "sync": 7, "reset": 6}

    def test_who_has_said_to_stay_costs_no_query(self, hearth: Hearth) -> None:
        for person in (hearth.member, hearth.moderator):
            memberships.stay(by=person, room_id=hearth.id)
        queries = {name: queries_of(read) for name, read in self.reads(hearth).items()}
        assert (queries["rooms"], queries["hello"], queries["reset"]) == (1, 4, 4)

    def test_direct_rooms_cost_one_query_more_however_many(self, hearth: Hearth) -> None:
        self.direct_rooms(hearth, 1)
        few = {name: queries_of(read) for name, read in self.reads(hearth).items()}
        self.direct_rooms(hearth, 12)
        many = {name: queries_of(read) for name, read in self.reads(hearth).items()}
        assert many == few
        assert few == {"history": 1, "rooms": 3, "hello": 6, "members": 1, "sync": 6, "reset": 6}
