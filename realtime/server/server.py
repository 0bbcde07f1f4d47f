"""Daphne's server class, hardened for a site on the internet.

Daphne's entry points (its command line, `runserver`) name their server class as an attribute that is made to be
overridden; this project sets `realtime.server.server.Server`. docs/decisions/delivery/daphne.md says what stock Daphne
does instead.
"""

import asyncio
import gc
import logging
import random
from functools import partial
from typing import Any, cast

from daphne.server import Server as DaphneServer
from twisted.internet import defer, reactor
from twisted.internet.error import ConnectionDone
from twisted.python.failure import Failure

from realtime.fanout.writers import RAW_WRITE
from realtime.limits import LIMITS, MAX_FRAME_BYTES
from realtime.server.backpressure import wait_for_reader
from realtime.server.connection import SocketProtocol
from realtime.server.inbox import Inbox
from realtime.server.negotiation import Http

logger = logging.getLogger(__name__)

# Clients of a stopping worker are closed over this many seconds, so that they do not all reconnect at the same instant.
DRAIN_SPREAD_SECONDS = 2.0
DRAIN_LIMIT_SECONDS = 8.0
# Seconds for a client to read the last frames. A slow client has up to a megabyte before them.
CLOSE_SECONDS = 10.0
# Connections in the backlog of a closing port. Daphne's backlog is 50.
MOST_WAITING = 1_000
# New objects before a garbage collection, and collections before the next older generation is collected. Python's own
# 700, 10, 10 suit scripts; these values make a connect a fifth cheaper.
GARBAGE_THRESHOLDS = (20_000, 20, 50)


class Server(DaphneServer):
    """The server of one worker."""

    failed = False
    _stopping = _stopped = False

    def __init__(self, *args: Any, **options: Any) -> None:
        options["websocket_max_message_size"] = options["websocket_max_frame_size"] = MAX_FRAME_BYTES
        # Stock Daphne closes every socket after a day with the code of a normal end. Here a socket lives as long as its
        # token.
        options["websocket_timeout"] = -1
        super().__init__(*args, **options)
        self._ports: list[Any] = []

    def run(self) -> None:
        # Code lives as long as the worker, and sockets live long. Repeated full collections find no garbage and stop
        # all clients for a tenth of a second while many connect.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GARBAGE_THRESHOLDS)
        super().run()

    @property
    def http_factory(self) -> Http:
        return self._http

    @http_factory.setter
    def http_factory(self, stock: Any) -> None:
        """Replace the stock factory: Daphne's `run` makes it and has no setting for its class."""
        self._http = Http(self)

    def listen_success(self, port: Any) -> None:
        super().listen_success(port)
        self._ports.append(port)
        self.ws_factory.protocol = SocketProtocol
        # A frame over the limit is answered with 1009 instead of a cut connection. `websocket_connect_timeout` bounds
        # the handshake: autobahn's own timer would cut the connection without an answer.
        self.ws_factory.setProtocolOptions(
            failByDrop=False, closeHandshakeTimeout=CLOSE_SECONDS, openHandshakeTimeout=0
        )

    def listen_error(self, failure: Any) -> None:
        self.failed = True
        super().listen_error(failure)

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        # Daphne takes both values from request headers that any client can send.
        scope["root_path"] = self.root_path
        scope["headers"] = [header for header in scope["headers"] if header[0].lower() != b"daphne-root-path"]
        if self._stopped:
            # A request that begins now would be cut off midway, and its thread would wait forever for a loop that has
            # ended.
            protocol.transport.abortConnection()
            return asyncio.Queue()
        if self._stopping:
            self._drain_connection(protocol)
        if scope["type"] != "websocket":
            if protocol.body is None:
                return super().create_application(protocol, scope)
            scope.setdefault("asgi", {"version": "3.0"})
            return self._begin(protocol, scope, protocol.body)
        scope["extensions"] = {
            "websocket.http.response": {},
            RAW_WRITE: {"write": protocol.write},
            LIMITS: {"by": protocol.count_by},
        }
        return self._begin(protocol, scope, Inbox(protocol))

    def _begin(self, protocol: Any, scope: dict[str, Any], queue: Any) -> Any:
        application = self.application(scope, queue.get, partial(self.handle_reply, protocol))
        self.connections[protocol]["application_instance"] = asyncio.ensure_future(application)
        return queue

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        await super().handle_reply(protocol, message)
        if message.get("more_body"):
            await wait_for_reader(protocol)

    def kill_all_applications(self) -> defer.Deferred[None]:
        """Drain before the reactor stops: accept no connection, close every socket, let running requests finish,
        cancel the rest."""
        return defer.Deferred.fromFuture(asyncio.ensure_future(self._drain()))

    async def _drain(self) -> None:
        self._stopping = True
        for port in self._ports:
            _close(port)
        for protocol in list(self.connections):
            self._drain_connection(protocol)
        if self._http.in_use:
            # A client with an open connection may have a request on its way. That request is answered, with a note that
            # it is the last one.
            await asyncio.sleep(DRAIN_SPREAD_SECONDS)
        self._stopped = True
        self._http.close_idle()
        if running := self._running():
            await asyncio.wait(running, timeout=DRAIN_LIMIT_SECONDS)
        cancelled = self._running()
        for application in cancelled:
            application.cancel()
        if cancelled:
            logger.warning("%d connections did not end in time and were cancelled", len(cancelled))
            await asyncio.wait(cancelled, timeout=1)

    def _drain_connection(self, protocol: Any) -> None:
        if isinstance(protocol, SocketProtocol):
            cast(Any, reactor).callLater(random.uniform(0, DRAIN_SPREAD_SECONDS), protocol.close_for_restart)
        elif channel := getattr(protocol, "channel", None):  # a finished request has no channel
            # This answer is the connection's last one. Otherwise a busy client would keep the connection open and delay
            # the stop.
            protocol.setHeader(b"connection", b"close")
            channel.persistent = False

    def _running(self) -> set[asyncio.Future[Any]]:
        applications = (details.get("application_instance") for details in self.connections.values())
        return {application for application in applications if application is not None and not application.done()}


def _close(port: Any) -> None:
    """Close the port at once, with no connection left in its backlog.

    The kernel accepts clients before Twisted hears of them, and resets those in the backlog when the port closes. Such
    a client may have sent a request that no proxy may repeat. `stopListening` would stop accepting first, and close one
    turn of the loop later.
    """
    port.stopReading()
    port.numberAccepts = MOST_WAITING
    port.doRead()
    port.connectionLost(Failure(ConnectionDone()))
