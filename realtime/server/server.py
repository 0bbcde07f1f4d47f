"""Daphne, with what it lacks for a site that is on the internet.

Daphne's entry points (its command line, `runserver`) name their server class as an attribute that is made to be overridden; ours is
`realtime.server.server.Server`. What stock Daphne does instead is in docs/decisions/delivery/daphne.md.
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
from realtime.server.connection import SocketProtocol
from realtime.server.inbox import Inbox
from realtime.server.negotiation import Http

logger = logging.getLogger(__name__)

# Clients of a worker that stops come back one after the other, not in the same instant.
DRAIN_SPREAD_SECONDS = 2.0
DRAIN_LIMIT_SECONDS = 8.0
# For a client to read the last frames; one that was cut off has up to a megabyte before them.
CLOSE_SECONDS = 10.0
# Connections that a closing port may still hold; Daphne lets the kernel hold 50.
MOST_WAITING = 1_000
# New objects before Python looks for garbage, and how many such looks before it looks among older ones. Its own 700, 10, 10 are made
# for scripts; with ours a connect costs a fifth less.
GARBAGE_THRESHOLDS = (20_000, 20, 50)


class Server(DaphneServer):
    """One worker."""

    failed = False
    _stopping = _stopped = False

    def __init__(self, *args: Any, **options: Any) -> None:
        options["websocket_max_message_size"] = options["websocket_max_frame_size"] = MAX_FRAME_BYTES
        # Stock Daphne closes every socket after a day, with the code of a normal end. How long ours live is up to their tokens.
        options["websocket_timeout"] = -1
        super().__init__(*args, **options)
        self._ports: list[Any] = []

    def run(self) -> None:
        # Code lives as long as the worker, and sockets live long: looking through all of them for garbage again and again finds
        # none, and stops everybody for a tenth of a second while a crowd comes in.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GARBAGE_THRESHOLDS)
        super().run()

    @property
    def http_factory(self) -> Http:
        return self._http

    @http_factory.setter
    def http_factory(self, stock: Any) -> None:
        """Daphne's `run` makes the stock one, and asks nobody for its class."""
        self._http = Http(self)

    def listen_success(self, port: Any) -> None:
        super().listen_success(port)
        self._ports.append(port)
        self.ws_factory.protocol = SocketProtocol
        # A frame over the limit is answered with 1009 instead of a cut connection. How long an opening may take is up to
        # `websocket_connect_timeout`: autobahn's own clock would cut the connection without an answer.
        self.ws_factory.setProtocolOptions(
            failByDrop=False, closeHandshakeTimeout=CLOSE_SECONDS, openHandshakeTimeout=0
        )

    def listen_error(self, failure: Any) -> None:
        self.failed = True
        super().listen_error(failure)

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        # Daphne takes these two from request headers that any client can send.
        scope["root_path"] = self.root_path
        scope["headers"] = [header for header in scope["headers"] if header[0].lower() != b"daphne-root-path"]
        if self._stopped:
            # Begun now, it would be cut off in the middle, and its thread wait for ever for a loop that has ended.
            protocol.transport.abortConnection()
            return asyncio.Queue()
        if self._stopping:
            self._take_leave_of(protocol)
        if scope["type"] != "websocket":
            return super().create_application(protocol, scope)
        scope["extensions"] = {
            "websocket.http.response": {},
            RAW_WRITE: {"write": protocol.write},
            LIMITS: {"by": protocol.count_by},
        }
        inbox = Inbox(protocol)
        application = self.application(scope, inbox.get, partial(self.handle_reply, protocol))
        self.connections[protocol]["application_instance"] = asyncio.ensure_future(application)
        return inbox

    def kill_all_applications(self) -> defer.Deferred[None]:
        """Before the reactor stops: take no one new, say goodbye to every socket, let what runs finish, then cancel the rest."""
        return defer.Deferred.fromFuture(asyncio.ensure_future(self._drain()))

    async def _drain(self) -> None:
        self._stopping = True
        for port in self._ports:
            _close(port)
        for protocol in list(self.connections):
            self._take_leave_of(protocol)
        if self._http.in_use:
            # Who has a connection may have a call on its way. It is answered, and told that it was the last.
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

    def _take_leave_of(self, protocol: Any) -> None:
        if isinstance(protocol, SocketProtocol):
            cast(Any, reactor).callLater(random.uniform(0, DRAIN_SPREAD_SECONDS), protocol.say_goodbye)
        elif channel := getattr(protocol, "channel", None):  # a request that is done has none any more
            # Its answer is the last one. Otherwise a client that is never done keeps its connection, and us.
            protocol.setHeader(b"connection", b"close")
            channel.persistent = False

    def _running(self) -> set[asyncio.Future[Any]]:
        applications = (details.get("application_instance") for details in self.connections.values())
        return {application for application in applications if application is not None and not application.done()}


def _close(port: Any) -> None:
    """At once, and with nobody left in it.

    The kernel connects clients before we hear of them, and cuts off those it still holds when their port closes: with a call they
    have sent, which no proxy may repeat. `stopListening` would stop taking them first, and close a turn of the loop later.
    """
    port.stopReading()
    port.numberAccepts = MOST_WAITING
    port.doRead()
    port.connectionLost(Failure(ConnectionDone()))
