"""What a socket writes of a room whose membership ended while the socket was reading. The order is given here, since no
load brings it about every time."""

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from chat import events, protocol
from chat.socket import consumer, own_events
from chat.socket.consumer import ChatConsumer
from chat.socket.hello import Beginning
from chat.socket.own_delivery import OwnDelivery
from core.problems import Problem
from realtime.fanout.layers import FanoutLayer, InProcessLayer
from realtime.fanout.writers import RAW_WRITE
from realtime.frames import framed

KITCHEN, GARDEN, KENJI = 12, 13, 1


def said(room_id: int) -> bytes:
    return protocol.encode(protocol.Read(room_id, user=KENJI, seq=7, rev=3))


@pytest.fixture
def layer(monkeypatch: pytest.MonkeyPatch) -> InProcessLayer:
    layer = InProcessLayer()
    monkeypatch.setattr(events, "layer", lambda: layer)
    return layer


@pytest.fixture
def written() -> list[bytes]:
    return []


@pytest.fixture
def socket(layer: FanoutLayer, written: list[bytes]) -> ChatConsumer:
    async def send(message: dict[str, Any]) -> None: ...

    user = SimpleNamespace(pk=KENJI)
    scope = {
        "user": user,
        "identity": SimpleNamespace(session_id=uuid4(), user=user, expires_at=0),
        "url_route": {"kwargs": {}},
        "extensions": {RAW_WRITE: {"write": written.append}},
    }
    socket = ChatConsumer()
    super(ChatConsumer, socket).__init__(scope, send)
    socket.own = OwnDelivery(socket, own_events.OWN_EVENTS)
    return socket


async def publish(layer: FanoutLayer, *room_ids: int) -> None:
    await layer.publish_surely([(events.room_group(room_id), said(room_id)) for room_id in room_ids])


async def test_a_room_that_was_left_before_it_was_read_is_not_heard(
    socket: ChatConsumer, layer: InProcessLayer, written: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def read(*_: Any) -> None:
        await publish(layer, KITCHEN, GARDEN)
        raise Problem("not_found")

    monkeypatch.setattr(own_events, "in_database", read)
    await socket.subscribe([GARDEN])
    await socket.own.handle({"type": "membership.started", "room": KITCHEN, "me": 1})
    assert written == [framed(said(GARDEN))]


async def test_a_room_that_was_left_before_it_was_served_is_not_heard(
    socket: ChatConsumer, layer: InProcessLayer, written: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker served neither room, so the socket reads a second time."""
    rooms = iter([[KITCHEN, GARDEN], [GARDEN]])

    async def read(*_: Any) -> Any:
        await publish(layer, *socket.rooms)
        revs = dict.fromkeys(next(rooms), 0)
        return Beginning(socket.user, uuid4(), revs, rooms=[], complete=True, me=1, sections=[])

    monkeypatch.setattr(consumer, "read_beginning", read)
    monkeypatch.setattr("chat.socket.consumer.UserPayload.of", lambda user: user)
    monkeypatch.setattr(layer, "attach", as_new(layer.attach))
    with socket.writer.held():
        await socket._enter()
    assert written == [framed(said(GARDEN))]
    assert socket.rooms == {GARDEN}
    await publish(layer, KITCHEN)
    assert written == [framed(said(GARDEN))]


@pytest.mark.parametrize("end", ["session.ended", "expiry"])
async def test_a_session_ends_although_an_earlier_event_waits_for_the_database(
    socket: ChatConsumer, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    closed: list[tuple[int, str]] = []
    reading = asyncio.Event()

    async def hang(*_: Any, **__: Any) -> None:
        reading.set()
        await asyncio.Event().wait()

    async def close(send: Any, code: int, reason: str) -> None:
        closed.append((code, reason))

    monkeypatch.setattr(own_events, "in_database", hang)
    monkeypatch.setattr("chat.socket.client_socket.close", close)
    socket.tasks.begin()
    socket.notice({"type": "user.changed"})
    await reading.wait()
    socket.notice({"type": "session.ended", "sessions": [str(uuid4())], "reason": "another"})
    if end == "expiry":
        socket._expire()
    else:
        sessions = [str(socket.identity.session_id)]
        socket.notice({"type": "session.ended", "sessions": sessions, "reason": "session_revoked"})
    await asyncio.sleep(0)
    socket.tasks.cancel()
    assert closed == [(4401, "token_expired") if end == "expiry" else (4403, "session_revoked")]


def as_new(attach: Callable[..., Awaitable[list[str]]]) -> Callable[..., Awaitable[list[str]]]:
    async def attach_as_new(groups: list[str], listener: Any) -> list[str]:
        await attach(groups, listener)
        return groups

    return attach_as_new
