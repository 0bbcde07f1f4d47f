"""What a socket begins with; and that a session which ends while its socket is opening opens none."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from channels.testing import ApplicationCommunicator
from django.db import connections

from accounts.authentication import Identity
from accounts.models import Session, User
from accounts.services import sessions
from chat.services.personal import sections as personal_sections
from chat.services.personal.preferences import prefer
from chat.services.rooms import rooms
from chat.socket import hello
from chat.socket.consumer import ChatConsumer
from chat.socket.hello import Beginning, beginnings
from core.db.batching import Later, Together
from core.problems import Problem
from tests.chat.hearth import Hearth
from tests.chat.shown_rooms import shown


def an_identity(user: User) -> Identity:
    session = sessions.begin(user).session
    return Identity(user, session.pk, datetime.now(UTC) + timedelta(minutes=10))


def end(identity: Identity, why: Session.End = Session.End.SIGNED_OUT) -> None:
    sessions.revoke(Session.objects.filter(pk=identity.session_id), why)


@pytest.mark.django_db
class TestBeginnings:
    def test_each_gets_their_own(self, hearth: Hearth) -> None:
        member, stranger = beginnings([an_identity(hearth.member), an_identity(hearth.stranger)])
        assert isinstance(member, Beginning)
        assert isinstance(stranger, Beginning)
        assert ([room.id for room in shown(member.rooms)], stranger.rooms) == ([hearth.id], [])

    def test_each_has_their_own_sections(self, hearth: Hearth) -> None:
        made = [personal_sections.create(by=hearth.member, name=name) for name in ("Work", "Home")]
        prefer(by=hearth.member, room_id=hearth.id, section=made[1].pk)
        member, stranger = beginnings([an_identity(hearth.member), an_identity(hearth.stranger)])
        assert isinstance(member, Beginning)
        assert isinstance(stranger, Beginning)
        assert [(section.id, section.name) for section in member.sections] == [(each.pk, each.name) for each in made]
        assert ([room.section for room in shown(member.rooms)], stranger.sections) == ([made[1].pk], [])

    def test_they_are_who_they_are_by_now(self, hearth: Hearth) -> None:
        identity = an_identity(hearth.member)
        User.objects.filter(pk=hearth.member.pk).update(status_text="At the kettle")
        (beginning,) = beginnings([identity])
        assert isinstance(beginning, Beginning)
        assert beginning.user.status_text == "At the kettle"

    def test_an_ended_session_harms_no_other(self, hearth: Hearth) -> None:
        ended, other_device = an_identity(hearth.member), an_identity(hearth.member)
        end(ended)
        refused, let_in = beginnings([ended, other_device])
        assert isinstance(refused, Problem)
        assert (refused.code, isinstance(let_in, Problem)) == ("session_revoked", False)


@pytest.mark.django_db
class TestOneRoom:
    """A socket whose URL names a room."""

    @pytest.fixture(autouse=True)
    def in_this_thread(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async def now(function: Any, *args: Any) -> Any:
            return function(*args)

        monkeypatch.setattr(hello, "in_database", now)

    def begin(self, user: User, room_id: int, **changed: Any) -> Beginning:
        (beginning,) = beginnings([an_identity(user)])
        assert isinstance(beginning, Beginning)
        try:
            # Without a loop: the database is asked in this thread.
            hello._limited(beginning._replace(**changed), room_id).send(None)
        except StopIteration as end:
            limited: Beginning = end.value
            return limited
        raise AssertionError("it waits for something")

    @pytest.mark.parametrize("changed", [{}, {"complete": False, "rooms": []}], ids=["complete", "part"])
    def test_has_that_room_alone(self, hearth: Hearth, changed: dict[str, Any]) -> None:
        made = [rooms.create(owner=hearth.owner, name=name, members=[hearth.member.pk]) for name in ("Stove", "Sink")]
        for room in (hearth.room, *made):
            beginning = self.begin(hearth.member, room.pk, **changed)
            assert [(one.id, one.name) for one in shown(beginning.rooms)] == [(room.pk, room.name)]
            assert (beginning.revs, beginning.complete) == ({room.pk: room.rev}, True)

    @pytest.mark.parametrize("changed", [{}, {"complete": False, "rooms": []}], ids=["complete", "part"])
    def test_is_refused_to_others(self, hearth: Hearth, changed: dict[str, Any]) -> None:
        for outsider in (hearth.stranger, hearth.former):
            with pytest.raises(Problem) as refused:
                self.begin(outsider, hearth.id, **changed)
            assert refused.value.code == "not_found"


def scope_of(identity: Identity, subprotocol: str | None) -> dict[str, Any]:
    """As it leaves the token middleware, which found the session alive."""
    return {
        "type": "websocket",
        "headers": [],
        "user": identity.user,
        "identity": identity,
        "subprotocol": subprotocol,
        "extensions": {"websocket.http.response": {}},
        "url_route": {"kwargs": {}},
    }


def beginnings_and_nothing_left(identities: Sequence[Identity]) -> Sequence[Beginning | Problem | Later]:
    """A connection that stays open would keep the test's database from being removed."""
    try:
        return beginnings(identities)
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("subprotocol", "expected"),
    [("chat.v1", ["websocket.accept", "websocket.send", "websocket.close"]), (None, ["websocket.http.response.start"])],
)
def test_a_session_that_ends_on_the_way_in(
    subprotocol: str | None, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hello, "_beginnings", Together("read rooms", beginnings_and_nothing_left, most=1))
    identity = an_identity(Hearth().member)
    end(identity)
    told = asyncio.run(come_in(scope_of(identity, subprotocol), messages=len(expected)))
    assert [message["type"] for message in told] == expected
    if subprotocol:
        assert msgspec.json.decode(told[1]["text"]) == {"type": "closed", "code": 4401, "reason": "session_revoked"}
        assert told[2]["code"] == 4401
    else:
        assert told[0]["status"] == 401


async def come_in(scope: dict[str, Any], *, messages: int) -> list[Any]:
    socket = ApplicationCommunicator(ChatConsumer.as_asgi(), scope)
    await socket.send_input({"type": "websocket.connect"})
    told = [await socket.receive_output() for _ in range(messages)]
    await socket.wait()
    return told
