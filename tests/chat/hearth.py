"""A room with one person of every kind, inside the test process."""

import json
import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from accounts.models import User
from chat import protocol
from chat.models import Membership, Message, Room
from chat.services.authority import Member
from chat.services.messages import sending
from chat.services.messages.storing import NewMessage, Sent, send_together
from chat.services.rooms import memberships, rooms
from realtime.fanout.group_names import EVENT_MARK, Publish
from tests.support.in_process import a_user

Role = Membership.Role
Json = dict[str, Any]


class Hearth:
    """hanako owns the room, kenji moderates it, yuki is in it, taro was, and sora never."""

    def __init__(self, kind: str = Room.Kind.PUBLIC) -> None:
        self.owner, self.moderator, self.member, self.former, self.stranger = (
            a_user(name) for name in ("hanako", "kenji", "yuki", "taro", "sora")
        )
        people = [person.pk for person in (self.moderator, self.member, self.former)]
        self.id = rooms.create(owner=self.owner, name="Hearth", kind=kind, members=people).pk
        self.set_role(self.moderator, Role.MODERATOR)
        memberships.leave(by=self.former, room_id=self.id)

    @property
    def room(self) -> Room:
        """As it is stored now."""
        return Room.objects.get(pk=self.id)

    def person(self, kind: str) -> User:
        person: User = getattr(self, kind)
        return person

    def membership(self, user: User) -> Membership:
        return Membership.objects.get(room_id=self.id, user=user)

    def set_role(self, user: User, role: str) -> None:
        memberships.change_role(by=Member(self.owner), room_id=self.id, user_id=user.pk, role=role)

    def say(self, text: str = "Come and sit down", author: User | None = None, **options: Any) -> Message:
        return sending.send(self._new(text, author, options)).message

    def store(self, text: str = "Come and sit down", author: User | None = None, **options: Any) -> Message:
        """The same in the transaction of the caller's thread, as another worker does it."""
        return stored(self._new(text, author, options)).message

    def _new(self, text: str, author: User | None, options: dict[str, Any]) -> NewMessage:
        options.setdefault("nonce", uuid.uuid4())
        return NewMessage(author or self.owner, self.id, text=text, **options)

    def archive(self, archived: bool = True) -> None:
        rooms.change(by=Member(self.owner), room_id=self.id, archived=archived)


def stored(message: NewMessage) -> Sent:
    """By itself, in the transaction of the caller's thread."""
    (outcome,) = send_together([message])
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


class RecordingLayer:
    """A channel layer that only writes down what is published to which group."""

    sent: ClassVar[list[Publish]] = []

    def __init__(self, **options: Any) -> None: ...

    def on_this_loop(self) -> "RecordingLayer":
        return self

    async def publish(self, publishes: Sequence[Publish]) -> None:
        self.sent.extend(publishes)

    async def publish_surely(self, publishes: Sequence[Publish]) -> bool:
        self.sent.extend(publishes)
        return True


class Published:
    """What went out until now."""

    def __init__(self, sent: list[Publish]) -> None:
        self.sent = sent

    def clear(self) -> None:
        self.sent.clear()

    @property
    def frames(self) -> list[tuple[str, Json]]:
        """Finished frames, with the group each went to."""
        return [(group, json.loads(payload)) for group, payload in self.sent if not payload.startswith(EVENT_MARK)]

    @property
    def events(self) -> list[tuple[str, Json]]:
        """What the sockets themselves have to act on."""
        return [
            (group, json.loads(payload.removeprefix(EVENT_MARK)))
            for group, payload in self.sent
            if payload.startswith(EVENT_MARK)
        ]


def frame_of(message: Message) -> tuple[str, Json]:
    """What its room is told of a message, and where."""
    frame = protocol.MessageChanged.of(message)
    return f"room.{message.room_id}", json.loads(protocol.encode(frame))
