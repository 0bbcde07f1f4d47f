"""One WebSocket connection of our server: refusals that say why, close codes with reasons, a raw write, bounds in both directions."""

import asyncio
import time
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

import autobahn.twisted.websocket
import autobahn.websocket.protocol
from autobahn.util import encode_truncate
from daphne.utils import parse_x_forwarded_for
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet.abstract import FileDescriptor
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure

from realtime.close_codes import RESTARTING, TOO_SLOW
from realtime.frames import CLOSE, CONTINUATION, framed, pong, whole_text
from realtime.handshake import closed_frame
from realtime.limits import (
    FLOODED,
    FRAME_SECONDS,
    MOST_BEHIND_BYTES,
    MOST_FRAGMENTS,
    MOST_WAITING_BYTES,
    MOST_WAITING_FRAMES,
    SMALL_READ_BYTES,
    Allowance,
)
from realtime.server.after_close import AfterClose, is_close
from realtime.server.upgrade import VERSION, UpgradeRequest, acceptance, refusal

# Autobahn makes its debug messages, with colours and pretty-printed, whether anybody reads them or not: a tenth of every connect.
for _module in (autobahn.websocket.protocol, autobahn.twisted.websocket):
    for _name in {"hl", "hltype", "hlval", "pformat"} & vars(_module).keys():
        setattr(_module, _name, lambda value, *_, **__: value)

CLOSE_REASON_BYTES = 123  # what a close frame has room for (RFC 6455 5.5)


# Why nothing is read from a client for a while.
CONNECTING, INBOX, BYTES, FLOOD = "connecting", "inbox", "bytes", "flood"


class SocketProtocol(WebSocketProtocol):
    """Stock Daphne's, mended. Autobahn, beneath it, reads frames and closes; the opening is ours."""

    denial: Mapping[str, Any] = MappingProxyType({})
    denial_body = b""
    data: bytes
    current_frame: Any
    # Whose, once the application has said so; before that no frame is read.
    allowance: Allowance | None = None
    flooded = False
    fragments = 0
    # When the frame or message began that is not whole yet.
    unfinished_since: float | None = None
    after_close: AfterClose | None = None

    def handle_reply(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "websocket.send":
                self._send(message)
            case "websocket.accept":
                self._accept(message.get("subprotocol"))
            case "websocket.close" if self.state == self.STATE_CONNECTING:
                self.refuse(403)
            case "websocket.close":
                self.close(message.get("code") or 1000, message.get("reason") or "")
            case "websocket.http.response.start":
                self.denial = message
            case "websocket.http.response.body":
                self.denial_body += message.get("body", b"")
                if not message.get("more_body", False):
                    self.refuse(self.denial["status"], self.denial.get("headers", ()), self.denial_body)
            case unknown:
                raise ValueError(f"no reply of a socket is {unknown!r}")

    # -- Opening

    def connectionMade(self) -> None:
        # Autobahn's describes the transport in a dozen strings first, which nobody reads.
        self.transport.setTcpNoDelay(True)
        self._connectionMade()

    def begin(self, opening: UpgradeRequest) -> None:
        """Ask the application whether it takes this socket."""
        self.request = opening
        self.reasons_to_wait: set[str] = set()
        self.server = self.factory.server_class
        self.socket_opened = self.last_ping = time.time()
        self.client_addr, self.server_addr = self._addresses(opening)
        self.server.protocol_connected(self)
        self.application_queue = self.server.create_application(self, self._scope(opening))
        self.application_queue.put_nowait({"type": "websocket.connect"})

    def count_by(self, allowance: Allowance) -> None:
        """From its first frame on this socket counts for a person."""
        self.allowance = allowance

    def processHandshake(self) -> None:
        """What a client says before it is in waits until then."""
        self.wait(CONNECTING)

    def refuse(self, status: int, headers: Iterable[tuple[bytes, bytes]] = (), body: bytes = b"") -> None:
        self.transport.write(refusal(status, headers, body))
        self.dropConnection()
        self.server.protocol_disconnected(self)

    def serverReject(self) -> None:
        """The application took too long."""
        self.refuse(503)

    def handle_exception(self, exception: BaseException) -> None:
        if self.state == self.STATE_CONNECTING:
            self.refuse(500)
        else:
            self.close(1011, "server_error")

    def _accept(self, subprotocol: str | None) -> None:
        self.inside_message, self.current_frame, self.websocket_version = False, None, int(VERSION)
        self.state = self.STATE_OPEN
        self.write(acceptance(self.request, subprotocol))
        self.onOpen()
        self.go_on(CONNECTING)
        if self.data:
            self.consumeData()

    def _scope(self, opening: UpgradeRequest) -> dict[str, Any]:
        return {
            "type": "websocket",
            "path": unquote(opening.path),
            "raw_path": opening.path.encode("ascii"),
            "headers": opening.headers,
            "query_string": opening.query,
            "client": self.client_addr,
            "server": self.server_addr,
            "subprotocols": opening.subprotocols,
        }

    def _addresses(self, opening: UpgradeRequest) -> tuple[list[Any] | None, list[Any] | None]:
        """(host, port) of the client, as a trusted proxy names it where there is one, and ours; None on a Unix socket."""
        peer, host = self.transport.getPeer(), self.transport.getHost()
        client = server = None
        if hasattr(peer, "host"):
            client, server = [peer.host, peer.port], [host.host, host.port]
        if header := self.server.proxy_forwarded_address_header:
            port = self.server.proxy_forwarded_port_header
            client, _ = parse_x_forwarded_for(dict(opening.headers), header, port, None, client)
        return client, server

    # -- Reading

    def dataReceived(self, data: bytes) -> None:
        if self.state == self.STATE_CLOSED:
            return
        self.data += data
        self.consumeData()
        if self.state == self.STATE_OPEN and self.allowance is not None:
            self._spend(self.allowance, len(data))

    def _spend(self, allowance: Allowance, size: int) -> None:
        """What a read has cost beside its frames."""
        if pause := allowance.bytes.spend(size):
            # The person has to wait: TCP tells their clients.
            self.wait(BYTES)
            asyncio.get_event_loop().call_later(pause, self.go_on, BYTES)
        if not (self.data or self.current_frame is not None or self.inside_message):
            self.unfinished_since = None
            return
        if self.unfinished_since is None:
            self.unfinished_since = time.monotonic()
        if size < SMALL_READ_BYTES and not allowance.frames.take():
            self._flood("rate_limited")

    def processData(self) -> bool:
        """The next frame; whether there may be another. Autobahn's parser goes byte by byte through a state machine: it is asked where
        it has to be, which is hardly ever."""
        if self.state == self.STATE_CLOSING:
            return self._read_after_close()
        if self.flooded:
            return False
        plain = self.current_frame is None and not self.inside_message and self.state == self.STATE_OPEN
        frame = whole_text(self.data) if plain and self.autoPingTimeoutCall is None else None
        if frame is None:
            return bool(super().processData())
        payload, end = frame
        try:
            text = payload.decode()
        except UnicodeDecodeError:
            return bool(super().processData())  # closes with 1007
        if not self._count():
            return False
        self.data = self.data[end:]
        self.unfinished_since = None
        self.last_ping = time.time()
        self.application_queue.put_nowait({"type": "websocket.receive", "text": text})
        return len(self.data) > 0

    def onFrameBegin(self) -> None:
        """Autobahn has read a frame's head: of whatever kind it is, it counts."""
        opcode = self.current_frame.opcode
        if opcode < CLOSE:
            self.fragments = self.fragments + 1 if opcode == CONTINUATION else 1
        if self.fragments > MOST_FRAGMENTS:
            self._flood("too_many_fragments")
        elif self._count():
            super().onFrameBegin()

    def onMessageEnd(self) -> None:
        self.unfinished_since = None
        super().onMessageEnd()

    def _count(self) -> bool:
        """One more frame. Whether it may be read."""
        if self.state == self.STATE_OPEN and self.allowance is not None and not self.allowance.frames.take():
            self._flood("rate_limited")
            return False
        return True

    def _flood(self, reason: str) -> None:
        """Read nothing more. The application closes, after it has answered what came before."""
        if not self.flooded:
            self.flooded = True
            self.wait(FLOOD)
            self.application_queue.put_nowait({"type": FLOODED, "reason": reason})

    def _read_after_close(self) -> bool:
        frame = self.current_frame
        if frame is not None and frame.opcode == CLOSE:
            return bool(super().processData())
        if self.after_close is None:
            self.after_close = AfterClose(frame.length - self.current_frame_masker.pointer() if frame else 0)
            self.current_frame, self.inside_message = None, False
        gave_up = self.after_close.gave_up
        self.data = self.after_close.rest(self.data)
        if is_close(self.data):
            return bool(super().processData())
        if self.after_close.too_much:
            self.dropConnection(abort=True)
        elif self.after_close.gave_up and not gave_up:
            # No answer is waited for any more. Cut off in both directions, the client would never read why (RFC 9112 9.6).
            self.transport.loseWriteConnection()
        return False

    def wait(self, reason: str) -> None:
        """Read nothing until this reason is gone, and every other."""
        if not self.reasons_to_wait:
            self.transport.pauseProducing()
        self.reasons_to_wait.add(reason)

    def go_on(self, reason: str) -> None:
        if reason in self.reasons_to_wait:
            self.reasons_to_wait.discard(reason)
            # How long it waited is not the client's fault.
            self.unfinished_since = None
            if not self.reasons_to_wait:
                self.transport.resumeProducing()

    def check_timeouts(self) -> None:
        super().check_timeouts()
        since = self.unfinished_since
        if since is not None and not self.reasons_to_wait and time.monotonic() - since > FRAME_SECONDS:
            self.cut_off(TOO_SLOW, "too_slow")

    # -- Writing

    def write(self, frames: bytes) -> None:
        """Finished frames, at once where nothing waits before them. A reader that is too far behind is cut off instead.

        Twisted registers a writer with epoll before every send, and takes it back after: two system calls more than the one that
        does the work. So the first attempt is ours, and only what the kernel does not take goes through Twisted's buffer.
        """
        transport = self.transport
        if self.state != self.STATE_OPEN:
            return
        if not isinstance(transport, FileDescriptor):
            transport.write(frames)  # TLS of our own: its buffer cannot be looked into
        elif behind := transport._tempDataLen + len(transport.dataBuffer) - transport.offset:
            self._append(frames, behind)
        else:
            self._write_at_once(transport, frames)

    def _write_at_once(self, transport: Any, frames: bytes) -> None:
        try:
            sent = transport.socket.send(frames)
        except BlockingIOError:
            sent = 0
        except OSError:
            transport.abortConnection()
            return
        if sent < len(frames):
            transport.write(frames[sent:])

    def _append(self, frames: bytes, behind: int) -> None:
        if behind + len(frames) <= MOST_BEHIND_BYTES:
            self.transport.write(frames)
        else:
            self.cut_off(TOO_SLOW, "too_slow")

    def _send(self, message: dict[str, Any]) -> None:
        if self.state == self.STATE_CONNECTING:
            raise RuntimeError("Socket has not been accepted, so cannot send over it.")
        text = message.get("text")
        # Autobahn's sendMessage would hold what we send to the limit on what we take.
        if text is not None:
            self.write(framed(text.encode()))
        elif self.state == self.STATE_OPEN:
            self.sendFrame(opcode=2, payload=message["bytes"])

    def sendPong(self, payload: bytes = b"") -> None:
        """As everything else is written, and bounded: a client that only sends pings would never be too far behind."""
        self.write(pong(payload))

    # -- Ending

    def cut_off(self, code: int, reason: str) -> None:
        """Without asking the application, and whatever waits to be written."""
        if self.state == self.STATE_OPEN:
            self.transport.write(framed(closed_frame(code, reason)))
            self.close(code, reason)

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        super().connectionLost(reason)
        # These two lead back here. With them every socket that was ever open would stay until Python looks for garbage, and stops
        # everybody meanwhile: for 0.2 s after 3,500 sockets.
        self.is_closed = None
        self.__dict__.pop("application_queue", None)

    def close(self, code: int, reason: str) -> None:
        """Any close code, with its reason; Daphne refuses those from 1001 to 1015 and drops every reason."""
        self.sendCloseFrame(code, encode_truncate(reason, CLOSE_REASON_BYTES))
        # Now the client's answer is waited for, and only that.
        for each in list(self.reasons_to_wait):
            self.go_on(each)
        asyncio.get_event_loop().call_soon(self._read_on)

    def _read_on(self) -> None:
        if self.state == self.STATE_CLOSING:
            self.consumeData()

    def say_goodbye(self) -> None:
        """The server is stopping. The client's answer, or its silence, ends the application like any other disconnect."""
        if self.state == self.STATE_OPEN:
            self.write(framed(closed_frame(RESTARTING, "restarting")))
            self.close(RESTARTING, "restarting")
        elif self.state == self.STATE_CONNECTING:
            self.dropConnection(abort=True)


class Inbox(asyncio.Queue[dict[str, Any]]):
    """What a client sent and the application has not taken yet. When it is full, the client has to wait: TCP tells it."""

    def __init__(self, connection: SocketProtocol) -> None:
        super().__init__()
        self._connection = connection
        self._bytes = 0
        self._full = False

    def put_nowait(self, item: dict[str, Any]) -> None:
        super().put_nowait(item)
        self._bytes += _size(item)
        if not self._full and (self.qsize() >= MOST_WAITING_FRAMES or self._bytes >= MOST_WAITING_BYTES):
            self._full = True
            self._connection.wait(INBOX)

    async def get(self) -> dict[str, Any]:
        item = await super().get()
        self._bytes -= _size(item)
        if self._full and self.qsize() < MOST_WAITING_FRAMES // 2 and self._bytes < MOST_WAITING_BYTES // 2:
            self._full = False
            self._connection.go_on(INBOX)
        return item


def _size(item: dict[str, Any]) -> int:
    return len(item.get("text") or item.get("bytes") or ())
