"""One WebSocket connection of our server: refusals that say why, close codes with reasons, a raw write, bounds in both directions."""

import asyncio
import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import autobahn.twisted.websocket
import autobahn.websocket.protocol
import msgspec
from autobahn.util import encode_truncate
from autobahn.websocket.types import ConnectionDeny
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet.abstract import FileDescriptor

from accounts.handshake import Closed
from chat.protocol import RESTARTING, TOO_SLOW, encode
from chat.realtime.frames import framed, whole_text
from chat.realtime.limits import MOST_BEHIND_BYTES, MOST_WAITING_FRAMES
from config.errors import Problem

# Autobahn makes its debug messages, with colours and pretty-printed, whether anybody reads them or not: a tenth of every connect.
for _module in (autobahn.websocket.protocol, autobahn.twisted.websocket):
    for _name in {"hl", "hltype", "hlval", "pformat"} & vars(_module).keys():
        setattr(_module, _name, lambda value, *_, **__: value)

CLOSE_REASON_BYTES = 123  # what a close frame has room for (RFC 6455 5.5)
JSON: Mapping[str, Any] = MappingProxyType({"headers": [(b"content-type", b"application/json")]})


class SocketProtocol(WebSocketProtocol):
    """Stock Daphne's, mended."""

    denial: Mapping[str, Any] = MappingProxyType({})
    denial_body = b""
    data: bytes

    def handle_reply(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "websocket.send":
                self._send(message)
            case "websocket.close" if self.state != self.STATE_CONNECTING:
                self.close(message.get("code") or 1000, message.get("reason") or "")
            case "websocket.http.response.start":
                self.denial = message
            case "websocket.http.response.body":
                self.denial_body += message.get("body", b"")
                if not message.get("more_body", False):
                    self._deny()
            case _:
                super().handle_reply(message)

    # -- Reading

    def processData(self) -> bool:
        """The next frame; whether there may be another. Autobahn's parser goes byte by byte through a state machine: it is asked where
        it has to be, which is hardly ever."""
        plain = self.current_frame is None and not self.inside_message and self.state == self.STATE_OPEN
        frame = whole_text(self.data) if plain and self.autoPingTimeoutCall is None else None
        if frame is None:
            return bool(super().processData())
        payload, end = frame
        try:
            text = payload.decode()
        except UnicodeDecodeError:
            return bool(super().processData())  # closes with 1007
        self.data = self.data[end:]
        self.last_ping = time.time()
        self.application_queue.put_nowait({"type": "websocket.receive", "text": text})
        return len(self.data) > 0

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
            self.transport.write(framed(encode(Closed(TOO_SLOW, "too_slow"))))
            self.close(TOO_SLOW, "too_slow")

    def _send(self, message: dict[str, Any]) -> None:
        if self.state == self.STATE_CONNECTING:
            raise RuntimeError("Socket has not been accepted, so cannot send over it.")
        text = message.get("text")
        # Autobahn's sendMessage would hold what we send to the limit on what we take.
        if text is not None:
            self.write(framed(text.encode()))
        elif self.state == self.STATE_OPEN:
            self.sendFrame(opcode=2, payload=message["bytes"])

    # -- Ending

    def close(self, code: int, reason: str) -> None:
        """Any close code, with its reason; Daphne refuses those from 1001 to 1015 and drops every reason."""
        self.sendCloseFrame(code, encode_truncate(reason, CLOSE_REASON_BYTES))

    def say_goodbye(self) -> None:
        """The server is stopping. The client's answer, or its silence, ends the application like any other disconnect."""
        if self.state == self.STATE_OPEN:
            self.write(framed(encode(Closed(RESTARTING, "restarting"))))
            self.close(RESTARTING, "restarting")
        elif self.state == self.STATE_CONNECTING:
            self.dropConnection(abort=True)

    # -- Refusing

    def failHandshake(self, reason: str, code: int = 400, responseHeaders: Any = None) -> None:
        if code == 400 and "origin" in reason.lower():
            # Autobahn turns malformed and null origins away before the application is asked, with a 400 of its own.
            problem = Problem("origin_refused")
            code, self.denial, self.denial_body = problem.status, JSON, msgspec.json.encode(problem.body)
        super().failHandshake("Refused" if self.denial_body else reason, code, responseHeaders)

    def sendHttpErrorResponse(self, code: int, reason: str, responseHeaders: Any = None) -> None:
        headers = [(name.decode("latin1"), value.decode("latin1")) for name, value in self.denial.get("headers", [])]
        headers += [("Content-Length", str(len(self.denial_body))), ("Connection", "close")]
        super().sendHttpErrorResponse(code, reason, headers)
        self.sendData(self.denial_body)

    def _deny(self) -> None:
        handshake = self.handshake_deferred
        del self.handshake_deferred
        handshake.errback(ConnectionDeny(self.denial["status"], "Refused"))
        self.server.protocol_disconnected(self)


class Inbox(asyncio.Queue[dict[str, Any]]):
    """What a client sent and the application has not taken yet. When it is full, the client has to wait: TCP tells it."""

    def __init__(self, connection: SocketProtocol) -> None:
        super().__init__()
        self._connection = connection
        self._paused = False

    def put_nowait(self, item: dict[str, Any]) -> None:
        super().put_nowait(item)
        if not self._paused and self.qsize() >= MOST_WAITING_FRAMES:
            self._paused = True
            self._connection.transport.pauseProducing()

    async def get(self) -> dict[str, Any]:
        item = await super().get()
        if self._paused and self.qsize() < MOST_WAITING_FRAMES // 2:
            self._paused = False
            self._connection.transport.resumeProducing()
        return item
