"""Attributes that other libraries call private and that this code needs. Each function says why, and which test fails without it."""

from collections.abc import Iterator
from typing import Any

import autobahn.twisted.websocket
import autobahn.websocket.protocol
from redis._parsers.hiredis import NOT_ENOUGH_DATA


def silence_autobahn() -> None:
    """Autobahn makes its debug messages, with colours and pretty-printed, also when nobody reads them: a tenth of every connect.

    The measure `connects` of the benchmarks shows it.
    """
    for module in (autobahn.websocket.protocol, autobahn.twisted.websocket):
        for name in {"hl", "hltype", "hlval", "pformat"} & vars(module).keys():
            setattr(module, name, lambda value, *_, **__: value)


def made_without_description(protocol: Any) -> None:
    """Autobahn's `connectionMade` describes the transport in a dozen strings before it does the work; nobody reads them.

    tests/realtime/server/test_connection.py: no socket opens without it.
    """
    protocol._connectionMade()


def unwritten_bytes(transport: Any) -> int:
    """The bytes that wait in Twisted's buffer. Twisted tells nobody how far behind a reader is.

    tests/lab/chaos/test_slow_reader.py: a reader that is too far behind is cut off.
    """
    return int(transport._tempDataLen + len(transport.dataBuffer) - transport.offset)


def resume_reading(channel: Any) -> None:
    """Read on from a connection that twisted.web paused for a request and that a WebSocket takes over.

    tests/realtime/server/test_upgrade.py: `test_after_another_request_on_the_same_connection` hangs without it.
    """
    channel._networkProducer.resumeProducing()


def buffered_replies(connection: Any) -> Iterator[list[Any]]:
    """The replies that hiredis has in its buffer: no system call and no trip through the event loop for each.

    redis-py reads one reply per call. tests/realtime/fanout/test_layers.py reads everything through this.
    """
    reader = connection._parser._reader
    while (reply := reader.gets()) is not NOT_ENOUGH_DATA:
        yield reply


def abort(connection: Any) -> None:
    """Close a Redis connection whose peer does not answer. redis-py's own close waits for the peer.

    tests/chat/socket/faults/test_redis_faults.py: a Redis that hangs is noticed in time.
    """
    connection._writer.transport.abort()
