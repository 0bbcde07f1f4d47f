"""Random changes, and clients that stop half-way and go on: whoever follows the contract has in the end what the server has."""

import uuid
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat import selectors
from chat.models import Epoch, Membership, Message, Room
from chat.selectors import room_catch_up, sync
from chat.services.authority import Member
from chat.services.messages import editing, pins, reactions, sending
from chat.services.messages.storing import NewMessage
from chat.services.rooms import joining, memberships, rooms
from core import answer_size
from tests.chat.hearth import Hearth, Json
from tests.support.in_process import Api, a_user

ACTIONS = (
    "say",
    "say long",
    "edit",
    "delete",
    "pin",
    "react",
    "come",
    "go",
    "rename",
    "restore",
    "sync",
    "sync",
    "sync",
)
# An answer holds a few short messages, or a long one alone; four rooms in all have less than a page that is replayed.
BYTES, REPLAYED, ANSWERED, PAGE = 4_000, 25, 40, 8


class Client:
    """Takes answers to the letter: what is not complete is asked for from its largest rev, what was reset from the beginning."""

    def __init__(self, api: Api, room_ids: list[int]) -> None:
        self._api = api
        self._epoch = str(selectors.epoch())
        self.have = dict.fromkeys(room_ids, 0)
        self.messages: dict[int, dict[int, Json]] = {room: {} for room in room_ids}
        self.members: dict[int, dict[int, Json]] = {room: {} for room in room_ids}
        self.names = dict(Room.objects.filter(pk__in=room_ids).values_list("pk", "name"))
        self.pending = set(room_ids)

    def ask(self) -> None:
        """Once."""
        revs = {str(room): rev for room, rev in self.have.items()}
        answer = self._api.post("sync/", {"epoch": self._epoch, "rooms": revs}).body
        self._epoch = answer["epoch"]
        before = (dict(self.have), set(self.pending))
        for room in self.have:
            self._take(room, answer["rooms"][str(room)])
        assert not self.pending or (self.have, self.pending) != before, "no progress"

    def _take(self, room: int, part: Mapping[str, Any]) -> None:
        if part.get("reset"):
            self.messages[room].clear()
            self.members[room].clear()
            self.have[room] = 0
        assert [row["rev"] for row in part["messages"]] == sorted(row["rev"] for row in part["messages"])
        self.messages[room] |= {message["seq"]: message for message in part["messages"]}
        self.members[room] |= {member["user"]["id"]: member for member in part["members"]}
        if "room" in part:
            self.names[room] = part["room"]["name"]
        received = [row["rev"] for row in (*part["messages"], *part["members"])]
        # Whoever counts the room's own rev among those received must not be led astray.
        received += [part["room"]["rev"]] if "room" in part else []
        self.have[room] = part["head"] if part["complete"] else max([self.have[room], *received])
        (self.pending.discard if part["complete"] else self.pending.add)(room)

    def finish(self) -> None:
        self.pending = set(self.have)
        while self.pending:
            self.ask()
        for room in self.have:
            self._load_older(room)

    def _load_older(self, room: int) -> None:
        """Before a reset's page there is history."""
        while (first := min(self.messages[room], default=1)) > 1:
            page = self._api.get(f"rooms/{room}/messages/", before=first).body
            self.messages[room] |= {message["seq"]: message for message in page["messages"]}


class Scene:
    def __init__(self) -> None:
        self.hearth = Hearth()
        member = self.hearth.member
        others = [rooms.create(owner=self.hearth.owner, name=name, members=[member.pk]) for name in ("Attic", "Cellar")]
        self.rooms = [self.hearth.id, *(room.pk for room in others)]
        self.guests = [a_user(f"guest{number}") for number in range(3)]
        self.client = Client(Api(member), self.rooms)

    def do(self, action: str, where: int, which: int) -> None:
        owner, room = self.hearth.owner, self.rooms[where % len(self.rooms)]
        guest = self.guests[which % len(self.guests)]
        is_in = Membership.objects.current().filter(room=room, user=guest).exists()
        said = Message.objects.filter(room=room, deleted_at=None).order_by("seq")
        message = said[which % count] if (count := said.count()) else None
        match action:
            case "sync":
                self.client.ask()
            case "say" | "say long":
                text = "火" * 1000 if action == "say long" else f"{which}"
                sending.send(NewMessage(by=owner, room_id=room, nonce=uuid.uuid4(), text=text))
            case "come" | "go":
                if is_in == (action == "go"):
                    (memberships.leave if is_in else joining.join)(by=guest, room_id=room)
            case "rename":
                rooms.change(by=Member(owner), room_id=room, name=f"Room {which}")
            case "restore":
                Epoch.objects.update(value=uuid.uuid4())
            case "edit" if message:
                editing.edit(by=owner, message_id=message.pk, text=f"edited {which}")
            case "delete" if message:
                editing.delete(by=Member(owner), message=message)
            case "pin" if message:
                pins.pin(by=owner, message_id=message.pk)
            case "react" if message:
                reactions.add(by=owner, message_id=message.pk, emoji="🍵")

    def expect_all(self) -> None:
        self.client.finish()
        for room in self.rooms:
            stored = Api(self.hearth.member).get(f"rooms/{room}/messages/", limit=200, after=0).body["messages"]
            while stored and stored[-1]["seq"] < Room.objects.get(pk=room).last_seq:
                after = stored[-1]["seq"]
                stored += Api(self.hearth.member).get(f"rooms/{room}/messages/", after=after).body["messages"]
            assert [self.client.messages[room][seq] for seq in sorted(self.client.messages[room])] == stored
            assert self.client.names[room] == Room.objects.get(pk=room).name


@pytest.mark.django_db
@given(st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 2), st.integers(0, 30)), min_size=5, max_size=60))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_in_the_end_everything_is_there(actions: list[tuple[str, int, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answer_size, "MOST_BYTES", BYTES)
        patch.setattr(room_catch_up, "CHANGES_REPLAYED", REPLAYED)
        patch.setattr(sync, "CHANGES_ANSWERED", ANSWERED)
        patch.setattr(room_catch_up, "PAGE", PAGE)
        with transaction.atomic():
            scene = Scene()
            for action in actions:
                scene.do(*action)
            scene.expect_all()
            transaction.set_rollback(True)
