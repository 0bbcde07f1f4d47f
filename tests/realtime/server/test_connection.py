"""One connection, without a network: what it reads, when it stops reading, and what it no longer looks at."""

import asyncio
import time
from types import SimpleNamespace
from typing import Any

import pytest
from websockets.frames import Frame, Opcode

from realtime.limits import FLOODED, Allowance
from realtime.server.after_close import AfterClose
from realtime.server.connection import SocketProtocol
from realtime.server.inbox import Inbox


def frame(opcode: Opcode, payload: bytes = b"", *, fin: bool = True) -> bytes:
    return Frame(opcode, payload, fin=fin).serialize(mask=True)


TEXT = frame(Opcode.TEXT, b"x" * 60_000)


class Transport:
    """Keeps what is written, and says whether anything is read."""

    def __init__(self) -> None:
        self.written = b""
        self.reading = True
        self.aborted = self.lost = self.half_closed = False

    def write(self, data: bytes) -> None:
        self.written += data

    def pauseProducing(self) -> None:
        self.reading = False

    def resumeProducing(self) -> None:
        self.reading = True

    def abortConnection(self) -> None:
        self.aborted = True

    def loseConnection(self) -> None:
        self.lost = True

    def loseWriteConnection(self) -> None:
        self.half_closed = True

    def unregisterProducer(self) -> None: ...


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The connection's and its limits', not the event loop's."""
    now = [1000.0]
    stopped = SimpleNamespace(monotonic=lambda: now[0], time=time.time)
    for module in ("server.connection", "server.reader", "limits"):
        monkeypatch.setattr(f"realtime.{module}.time", stopped)
    return now


@pytest.fixture
async def opened(clock: list[float]) -> Any:
    """As it is once the application has let it in."""
    from autobahn.twisted.websocket import WebSocketServerFactory

    factory = WebSocketServerFactory()
    factory.protocol = SocketProtocol
    factory.setProtocolOptions(
        failByDrop=False, openHandshakeTimeout=0, maxFramePayloadSize=65536, maxMessagePayloadSize=65536
    )
    protocol: Any = SocketProtocol()
    protocol.factory = factory
    protocol.transport = Transport()
    protocol._connectionMade()
    protocol.reasons_to_wait = set()
    protocol.inside_message, protocol.current_frame, protocol.websocket_version = False, None, 13
    protocol.state = protocol.STATE_OPEN
    protocol.server = type("Server", (), {"websocket_timeout": -1, "ping_interval": 10**9})
    protocol.client_addr, protocol.socket_opened, protocol.last_ping = None, 0.0, 0.0
    protocol.application_queue = Inbox(protocol)
    protocol.count_by(Allowance())
    return protocol


def waiting(protocol: Any) -> list[dict[str, Any]]:
    queue = protocol.application_queue
    return [queue._queue[index] for index in range(queue.qsize())]


async def test_a_frame_in_tiny_pieces_costs_as_many_frames(opened: Any) -> None:
    """Each of them is work, and memory until the frame is whole."""
    for byte in TEXT[:1100]:
        opened.dataReceived(bytes([byte]))
        if opened.flooded:
            break
    assert opened.flooded
    assert waiting(opened) == [{"type": FLOODED, "reason": "rate_limited"}]
    assert not opened.transport.reading


async def test_pieces_as_networks_make_them_cost_nothing(opened: Any) -> None:
    for _ in range(100):
        for start in range(0, len(TEXT), 1400):
            opened.dataReceived(TEXT[start : start + 1400])
        await opened.application_queue.get()
    assert not opened.flooded


@pytest.mark.parametrize(
    "begun",
    [TEXT[:5], TEXT[:30_000], frame(Opcode.TEXT, b"x", fin=False), frame(Opcode.BINARY)[:3]],
    ids=["a part of a header", "a part of a text", "a first fragment", "two bytes and a part of the mask"],
)
async def test_what_is_begun_has_to_be_finished(opened: Any, clock: list[float], begun: bytes) -> None:
    opened.dataReceived(begun)
    for _ in range(3):
        clock[0] += 9
        opened.dataReceived(frame(Opcode.PING) if begun[0] == 1 else b"")
        opened.check_timeouts()
    assert opened.state == opened.STATE_OPEN
    clock[0] += 9
    opened.check_timeouts()
    assert opened.state == opened.STATE_CLOSING
    assert b'"code":4408' in opened.transport.written


async def test_the_time_the_server_does_not_read_is_no_fault_of_the_client(opened: Any, clock: list[float]) -> None:
    opened.dataReceived(TEXT[:5])
    opened.wait("inbox")
    clock[0] += 100
    opened.check_timeouts()
    opened.go_on("inbox")
    opened.check_timeouts()
    assert opened.state == opened.STATE_OPEN


async def test_whole_frames_one_after_the_other_are_never_unfinished_for_long(opened: Any, clock: list[float]) -> None:
    """Also where no read ends with a whole one."""
    stream = frame(Opcode.TEXT, b"x" * 1000) * 50
    for start in range(0, len(stream), 999):
        clock[0] += 2
        opened.dataReceived(stream[start : start + 999])
        opened.check_timeouts()
        while opened.application_queue.qsize():
            await opened.application_queue.get()
    assert opened.state == opened.STATE_OPEN


async def test_large_frames_that_wait_hold_the_client_up(opened: Any) -> None:
    """Four, where sixty-four small ones would."""
    for _ in range(5):
        opened.dataReceived(TEXT)
    assert not opened.transport.reading
    for _ in range(5):
        await opened.application_queue.get()
    assert opened.transport.reading


async def test_whoever_sends_more_than_their_share_waits(opened: Any, clock: list[float]) -> None:
    while opened.transport.reading:
        opened.dataReceived(TEXT)
        while opened.application_queue.qsize():
            await opened.application_queue.get()
        if clock[0] > 10_000:
            break
        clock[0] += 0.001  # 60 MB a second
    assert opened.reasons_to_wait == {"bytes"}
    await asyncio.sleep(0.1)  # the deficit is less than one read, which takes 15 ms
    assert opened.transport.reading


async def test_a_pong_to_who_does_not_read_is_bounded_like_any_frame(opened: Any, clock: list[float]) -> None:
    written: list[bytes] = []
    opened.write = written.append
    opened.dataReceived(frame(Opcode.PING, b"hello"))
    assert written == [b"\x8a\x05hello"]


GOODBYE = frame(Opcode.CLOSE, b"\x03\xe8bye")


def spend_all(protocol: Any) -> None:
    while protocol.allowance.frames.take():
        pass


async def test_whoever_has_sent_all_they_may_can_still_say_goodbye(opened: Any) -> None:
    spend_all(opened)
    opened.dataReceived(GOODBYE)
    assert waiting(opened) == []
    assert opened.transport.written == b"\x88\x02\x03\xe8"
    assert opened.transport.lost


async def test_a_goodbye_counts_as_a_frame(opened: Any) -> None:
    opened.dataReceived(GOODBYE)
    left = 0
    while opened.allowance.frames.take():
        left += 1
    assert left == 999


@pytest.mark.parametrize("cut", [1, 6, 7], ids=["in its header", "behind its header", "in its text"])
async def test_a_goodbye_in_pieces_is_the_end_of_who_was_cut_off(opened: Any, cut: int) -> None:
    spend_all(opened)
    opened.dataReceived(GOODBYE[:cut])
    assert opened.flooded
    opened.close(4429, "rate_limited")
    opened.dataReceived(GOODBYE[cut:])
    assert opened.state == opened.STATE_CLOSED


class TestAfterClose:
    def test_the_clients_close_frame_is_found_in_any_pieces(self) -> None:
        close = frame(Opcode.CLOSE, b"\x03\xe8")
        stream = TEXT + frame(Opcode.PING, b"x") * 3 + frame(Opcode.TEXT, b"x" * 70_000) + close
        for size in (1, 7, 1000, len(stream)):
            after, kept = AfterClose(), b""
            for start in range(0, len(stream), size):
                kept = after.rest(kept + stream[start : start + size])
            assert kept == close

    def test_of_a_frame_that_was_begun_the_rest_is_passed_over(self) -> None:
        assert AfterClose(unfinished=6).rest(b"\x88\x88\x88\x88\x88\x88" + frame(Opcode.CLOSE))[:1] == b"\x88"

    def test_only_so_many_frames_are_looked_through(self) -> None:
        after = AfterClose()
        after.rest(frame(Opcode.CONT) * 9_000)
        assert not after.gave_up
        after.rest(frame(Opcode.CONT) * 9_000)
        assert after.gave_up
        assert after.rest(frame(Opcode.CLOSE)) == b""

    def test_and_so_many_bytes_are_taken(self) -> None:
        after = AfterClose(unfinished=2**40)
        for _ in range(257):
            assert not after.too_much
            after.rest(bytes(65_536))
        assert after.too_much


async def test_whoever_goes_on_after_the_close_frame_is_cut_off(opened: Any) -> None:
    opened.close(4429, "rate_limited")
    opened.dataReceived(frame(Opcode.CONT) * 10_001)
    assert opened.transport.half_closed
    for _ in range(300):
        opened.dataReceived(bytes(65_536))
    assert opened.transport.aborted
