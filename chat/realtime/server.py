"""Daphne, with what it lacks for a site that is on the internet: refusals that say why, close codes and reasons, and a clean end.

Daphne's entry points (its command line, `runserver`) name their server class as an attribute that is made to be overridden; ours is
`chat.realtime.server.Server`. What stock Daphne does instead is measured in docs/architecture.md, "Daphne serves, hardened".
"""

import asyncio
import logging
import random
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast

import msgspec
from autobahn.util import encode_truncate
from autobahn.websocket.types import ConnectionDeny
from daphne.server import Server as DaphneServer
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet import defer, reactor

from accounts.handshake import Closed
from chat.protocol import MAX_FRAME_BYTES, RESTARTING, encode
from config.errors import Problem

logger = logging.getLogger(__name__)

JSON: Mapping[str, Any] = {"headers": [(b"content-type", b"application/json")]}
CLOSE_REASON_BYTES = 123  # what a close frame has room for (RFC 6455 5.5)
# Clients of a worker that stops come back one after the other, not in the same instant.
DRAIN_SPREAD_SECONDS = 2.0
DRAIN_LIMIT_SECONDS = 8.0


class SocketProtocol(WebSocketProtocol):
    """One WebSocket connection."""

    denial: Mapping[str, Any] = MappingProxyType({})
    denial_body = b""

    def handle_reply(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "websocket.http.response.start":
                self.denial = message
            case "websocket.http.response.body":
                self.denial_body += message.get("body", b"")
                if not message.get("more_body", False):
                    self._deny()
            case "websocket.close" if self.state != self.STATE_CONNECTING:
                self.close(message.get("code") or 1000, message.get("reason") or "")
            case "websocket.send":
                self._send(message)
            case _:
                super().handle_reply(message)

    def close(self, code: int, reason: str) -> None:
        """Any close code, with its reason; Daphne refuses those from 1001 to 1015 and drops every reason."""
        self.sendCloseFrame(code, encode_truncate(reason, CLOSE_REASON_BYTES))

    def say_goodbye(self) -> None:
        """The server is stopping. The client's answer, or its silence, ends the application like any other disconnect."""
        if self.state == self.STATE_OPEN:
            self._send({"text": encode(Closed(RESTARTING, "restarting"))})
            self.close(RESTARTING, "restarting")
        elif self.state == self.STATE_CONNECTING:
            self.dropConnection(abort=True)

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

    def _send(self, message: dict[str, Any]) -> None:
        # A socket that is closing hears nothing more. Autobahn's sendMessage would raise here, and also hold what we send to the
        # limit on what we take.
        if self.state == self.STATE_CONNECTING:
            raise RuntimeError("Socket has not been accepted, so cannot send over it.")
        if self.state == self.STATE_OPEN:
            text = message.get("text")
            if text is None:
                self.sendFrame(opcode=2, payload=message["bytes"])
            else:
                self.sendFrame(opcode=1, payload=text.encode())

    def _deny(self) -> None:
        handshake = self.handshake_deferred
        del self.handshake_deferred
        handshake.errback(ConnectionDeny(self.denial["status"], "Refused"))
        self.server.protocol_disconnected(self)


class Server(DaphneServer):
    """One worker."""

    failed = False

    def __init__(self, *args: Any, **options: Any) -> None:
        options["websocket_max_message_size"] = options["websocket_max_frame_size"] = MAX_FRAME_BYTES
        # Stock Daphne closes every socket after a day, with the code of a normal end. How long ours live is up to their tokens.
        options["websocket_timeout"] = -1
        super().__init__(*args, **options)
        self._ports: list[Any] = []

    def listen_success(self, port: Any) -> None:
        super().listen_success(port)
        self._ports.append(port)
        self.ws_factory.protocol = SocketProtocol
        # A frame over the limit is answered with 1009 instead of a cut connection.
        self.ws_factory.setProtocolOptions(failByDrop=False)

    def listen_error(self, failure: Any) -> None:
        self.failed = True
        super().listen_error(failure)

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        # Daphne takes these two from request headers that any client can send.
        scope["root_path"] = self.root_path
        scope["headers"] = [header for header in scope["headers"] if header[0].lower() != b"daphne-root-path"]
        if scope["type"] == "websocket":
            scope.setdefault("extensions", {})["websocket.http.response"] = {}
        return super().create_application(protocol, scope)

    def kill_all_applications(self) -> defer.Deferred[None]:
        """Before the reactor stops: take no one new, say goodbye to every socket, let what runs finish, then cancel the rest."""
        return defer.Deferred.fromFuture(asyncio.ensure_future(self._drain()))

    async def _drain(self) -> None:
        clock = cast(Any, reactor)
        for port in self._ports:
            port.stopListening()
        for protocol in list(self.connections):
            if isinstance(protocol, SocketProtocol):
                clock.callLater(random.uniform(0, DRAIN_SPREAD_SECONDS), protocol.say_goodbye)
        running = self._running()
        if running:
            await asyncio.wait(running, timeout=DRAIN_LIMIT_SECONDS)
        cancelled = self._running()
        for application in cancelled:
            application.cancel()
        if cancelled:
            logger.warning("%d connections did not end in time and were cancelled", len(cancelled))
            await asyncio.wait(cancelled, timeout=1)

    def _running(self) -> set[asyncio.Future[Any]]:
        applications = (details.get("application_instance") for details in self.connections.values())
        return {application for application in applications if application is not None and not application.done()}
