"""Private attributes of other libraries that this code needs. Each function says why, and names the test that fails
without it."""

from collections.abc import Iterator
from typing import Any

import autobahn.twisted.websocket
import autobahn.websocket.protocol
from redis._parsers.hiredis import NOT_ENOUGH_DATA


def silence_autobahn() -> None:
    """Stop autobahn from making debug messages that nobody reads; colours and pretty-printing took a tenth of every
    connect.

    The measure `connects` of the benchmarks shows it.
    """
    for module in (autobahn.websocket.protocol, autobahn.twisted.websocket):
        for name in {"hl", "hltype", "hlval", "pformat"} & vars(module).keys():
            setattr(module, name, lambda value, *_, **__: value)


def made_without_description(protocol: Any) -> None:
    """Open a connection without autobahn's `connectionMade`, which first describes the transport in a dozen unread
    strings.

    tests/realtime/server/test_connection.py: no socket opens without it.
    """
    protocol._connectionMade()


def unwritten_bytes(transport: Any) -> int:
    """The bytes in Twisted's write buffer. Twisted has no public way to learn how far behind a reader is.

    tests/lab/chaos/test_slow_reader.py: a reader that is too far behind is cut off.
    """
    return int(transport._tempDataLen + len(transport.dataBuffer) - transport.offset)


def resume_reading(channel: Any) -> None:
    """Resume a connection that twisted.web paused for a request and that becomes a WebSocket.

    tests/realtime/server/test_upgrade.py: `test_after_another_request_on_the_same_connection` hangs without it.
    """
    channel._networkProducer.resumeProducing()


def head_of(channel: Any) -> tuple[bytes, bytes, bytes]:
    """Method, target and version of the request whose head twisted.web has just read.

    tests/realtime/server/test_streamed_bodies.py: no large body is let in without it.
    """
    return channel._command, channel._path, channel._version


def buffered_replies(connection: Any) -> Iterator[list[Any]]:
    """The replies in hiredis' buffer. Reading them needs no system call and no turn of the event loop.

    redis-py reads one reply per call. tests/realtime/fanout/test_layers.py reads everything through this.
    """
    reader = connection._parser._reader
    while (reply := reader.gets()) is not NOT_ENOUGH_DATA:
        yield reply


def abort(connection: Any) -> None:
    """Close a Redis connection whose peer does not answer. redis-py's own close waits for the peer.

    tests/chat/socket/faults/redis/test_redis_faults.py: a hung Redis is noticed in time.
    """
    connection._writer.transport.abort()
