"""The REST door to catching up."""

import uuid
from typing import Any

import pytest
from django.utils import timezone

from chat import selectors
from chat.models import Membership, Room
from tests.chat.api.sending import send
from tests.chat.hearth import Hearth
from tests.support.in_process import Answer, Api

pytestmark = pytest.mark.django_db


class TestSync:
    def ask(self, api: Api, rooms: Any, epoch: Any = None) -> Answer:
        return api.post("sync/", {"epoch": epoch or str(selectors.epoch()), "rooms": rooms})

    def test_what_i_missed(self, hearth: Hearth, member: Api) -> None:
        have = hearth.room.rev
        message = send(Api(hearth.owner), hearth).body
        answer = self.ask(member, {str(hearth.id): have, "999999": 3})
        assert answer.status == 200
        assert answer.body == {
            "epoch": str(selectors.epoch()),
            "rooms": {
                str(hearth.id): {"head": have + 1, "messages": [message], "members": [], "complete": True},
                "999999": {"gone": True},
            },
        }

    def test_another_epoch(self, hearth: Hearth, member: Api) -> None:
        answer = self.ask(member, {str(hearth.id): hearth.room.rev}, str(uuid.uuid4()))
        room = answer.body["rooms"][str(hearth.id)]
        assert (room["reset"], room["room"]) == (True, member.get(f"rooms/{hearth.id}/").body)

    def test_nothing_asked_is_nothing_answered(self, member: Api) -> None:
        assert self.ask(member, {}).body["rooms"] == {}

    def test_as_many_rooms_as_may_be_asked_for(self, hearth: Hearth, member: Api) -> None:
        created = Room.objects.bulk_create(Room(name=str(turn), rev=2) for turn in range(500))
        now = timezone.now()
        Membership.objects.bulk_create(
            Membership(room=room, user=hearth.member, rev=2, joined_at=now) for room in created
        )
        answer = self.ask(member, {str(room.pk): 1 for room in created})
        assert answer.status == 200
        assert {len(room["members"]) for room in answer.body["rooms"].values()} == {1}
        assert len(answer.body["rooms"]) == 500

    @pytest.mark.parametrize(
        ("body", "fields"),
        [
            ({}, {"epoch": ["required"], "rooms": ["required"]}),
            ({"epoch": "1"}, {"epoch": ["invalid"]}),
            ({"rooms": []}, {"rooms": ["not_a_dict"]}),
            ({"rooms": {"1": -1}}, {"rooms": ["min_value"]}),
            ({"rooms": {"1": "x"}}, {"rooms": ["invalid"]}),
            ({"rooms": {"1": None}}, {"rooms": ["null"]}),
            ({"rooms": {"x": 1}}, {"rooms": ["invalid"]}),
            ({"rooms": {"0": 1}}, {"rooms": ["invalid"]}),
            ({"rooms": {"-1": 1}}, {"rooms": ["invalid"]}),
            ({"rooms": {"1_0": 1}}, {"rooms": ["invalid"]}),
            ({"rooms": {"１": 1}}, {"rooms": ["invalid"]}),
            ({"rooms": {str(2**63): 1}}, {"rooms": ["invalid"]}),
            ({"rooms": {"9" * 5000: 1}}, {"rooms": ["invalid"]}),
            ({"rooms": {str(room): 1 for room in range(1, 502)}}, {"rooms": ["max_length"]}),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_a_question_that_is_none(self, member: Api, body: Any, fields: Any) -> None:
        good = {"epoch": str(uuid.uuid4()), "rooms": {}} if body else {}
        assert member.post("sync/", {**good, **body}).fields == fields

    def test_a_rev_beyond_all_numbers(self, hearth: Hearth, member: Api) -> None:
        answer = self.ask(member, {str(hearth.id): 10**30})
        assert answer.body["rooms"][str(hearth.id)]["reset"]
