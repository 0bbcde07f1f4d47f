"""One WebSocket connection: its handshake, refusals with a reason, bounded raw writes, and close codes with reasons."""

import asyncio
import time
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

from autobahn.util import encode_truncate
from daphne.utils import parse_x_forwarded_for
from twisted.internet.abstract import FileDescriptor
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure

from core.minute_counts import counting
from realtime.close_codes import RESTARTING, TOO_SLOW
from realtime.frames import framed, pong
from realtime.handshake import closed_frame
from realtime.limits import (
    MOST_BEHIND_BYTES,
    SLOW_READERS,
)
from realtime.private_attributes import made_without_description, unwritten_bytes
from realtime.server.reader import CONNECTING, FrameReader
from realtime.server.upgrade import VERSION, UpgradeRequest, acceptance, refusal

CLOSE_REASON_BYTES = 123  # room in a close frame (RFC 6455 5.5)


class SocketProtocol(FrameReader):
    """Daphne's protocol with its own handshake and writing. Autobahn, the base class of Daphne's protocol, does the
    closing handshake."""

    denial: Mapping[str, Any] = MappingProxyType({})
    denial_body = b""

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

    # -- Handshake

    def connectionMade(self) -> None:
        self.transport.setTcpNoDelay(True)
        made_without_description(self)

    def begin(self, opening: UpgradeRequest) -> None:
        """Ask the application whether it accepts this socket."""
        self.request = opening
        self.reasons_to_wait = set()
        self.server = self.factory.server_class
        self.socket_opened = self.last_ping = time.time()
        self.client_addr, self.server_addr = self._addresses(opening)
        self.server.protocol_connected(self)
        self.application_queue = self.server.create_application(self, self._scope(opening))
        self.application_queue.put_nowait({"type": "websocket.connect"})

    def processHandshake(self) -> None:
        """Pause reading until the socket is accepted."""
        self.wait(CONNECTING)

    def refuse(self, status: int, headers: Iterable[tuple[bytes, bytes]] = (), body: bytes = b"") -> None:
        self.transport.write(refusal(status, headers, body))
        self.dropConnection()
        self.server.protocol_disconnected(self)

    def serverReject(self) -> None:
        """Refuse: the application took too long."""
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
        """(host, port) of the client and of this server; None on a Unix socket. A trusted proxy's header names the
        client."""
        peer, host = self.transport.getPeer(), self.transport.getHost()
        client = server = None
        if hasattr(peer, "host"):
            client, server = [peer.host, peer.port], [host.host, host.port]
        if header := self.server.proxy_forwarded_address_header:
            port = self.server.proxy_forwarded_port_header
            client, _ = parse_x_forwarded_for(dict(opening.headers), header, port, None, client)
        return client, server

    # -- Writing

    def write(self, frames: bytes) -> None:
        """Write finished frames, at once where nothing is buffered before them. A reader that is too far behind is cut
        off.

        Twisted registers a writer with epoll before every send and removes it afterwards, which costs two system calls
        more. So this method tries to send first, and only the rest goes through Twisted's buffer.
        """
        transport = self.transport
        if self.state != self.STATE_OPEN:
            return
        if not isinstance(transport, FileDescriptor):
            transport.write(frames)  # TLS inside this process: its buffer has no readable size
        elif behind := unwritten_bytes(transport):
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
            if self.state == self.STATE_OPEN:
                counting.count(SLOW_READERS)
            self.cut_off(TOO_SLOW, "too_slow")

    def _send(self, message: dict[str, Any]) -> None:
        if self.state == self.STATE_CONNECTING:
            raise RuntimeError("Socket has not been accepted, so cannot send over it.")
        text = message.get("text")
        # Autobahn's sendMessage would apply the limit on received frames to sent ones.
        if text is not None:
            self.write(framed(text.encode()))
        elif self.state == self.STATE_OPEN:
            self.sendFrame(opcode=2, payload=message["bytes"])

    def sendPong(self, payload: bytes = b"") -> None:
        """Write a pong within the same bound as other frames: a client that only sends pings would otherwise never
        be too far behind."""
        self.write(pong(payload))

    # -- Ending

    def cut_off(self, code: int, reason: str) -> None:
        """Close without asking the application, ahead of everything that waits to be written."""
        if self.state == self.STATE_OPEN:
            self.transport.write(framed(closed_frame(code, reason)))
            self.close(code, reason)

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        super().connectionLost(reason)
        # Break the reference cycles. Otherwise a closed socket stays until Python's garbage collection, which stops the
        # worker for 0.2 s after 3,500 sockets.
        self.is_closed = None
        self.__dict__.pop("application_queue", None)

    def close(self, code: int, reason: str) -> None:
        """Close with any code and its reason. Daphne refuses the codes from 1001 to 1015 and drops every reason."""
        self.sendCloseFrame(code, encode_truncate(reason, CLOSE_REASON_BYTES))
        # From now on the server waits only for the client's close frame.
        for each in list(self.reasons_to_wait):
            self.go_on(each)
        asyncio.get_event_loop().call_soon(self._read_on)

    def _read_on(self) -> None:
        if self.state == self.STATE_CLOSING:
            self.consumeData()

    def close_for_restart(self) -> None:
        """Close because the server stops. The client's answer, or its silence, ends the application like any other
        disconnect."""
        if self.state == self.STATE_OPEN:
            self.write(framed(closed_frame(RESTARTING, "restarting")))
            self.close(RESTARTING, "restarting")
        elif self.state == self.STATE_CONNECTING:
            self.dropConnection(abort=True)
