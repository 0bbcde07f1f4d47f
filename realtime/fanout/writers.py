"""Write frames to one socket. Sockets share the frames that are framed once for all of them."""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from realtime.fanout.room_frames import registered
from realtime.frames import framed
from realtime.handshake import Send
from realtime.limits import MOST_BEHIND_BYTES, MOST_HELD_BYTES

# Our server's ASGI extension: `SocketProtocol.write`, a function that takes finished frames and returns nothing.
RAW_WRITE = "irori.raw_write"


class Batch:
    """Frames that arrived together for one listener or group, in order. `texts` holds their JSON."""

    __slots__ = ("_wire", "texts")

    def __init__(self, texts: list[bytes]) -> None:
        self.texts = texts
        self._wire: bytes | None = None

    @property
    def wire(self) -> bytes:
        """All frames as WebSocket frames, ready for a socket. They are framed once for all sockets."""
        if self._wire is None:
            self._wire = b"".join(map(framed, self.texts))
        return self._wire


class Writer:
    """Write batches, or keep them while something else has to be written first. `cut_off` ends the socket of a
    reader that is too far behind."""

    __slots__ = ("_cut_off", "_held", "_kept", "_kept_bytes")

    def __init__(self, cut_off: Callable[[], None]) -> None:
        self._cut_off = cut_off
        self._held = 0
        self._kept: list[Batch] = []
        self._kept_bytes = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Write nothing inside this context. Batches that came meanwhile are written after it."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            if not self._held:
                kept, self._kept, self._kept_bytes = self._kept, [], 0
                for batch in kept:
                    self._write(batch)

    def forget(self, room_ids: Collection[int]) -> None:
        """Drop the kept frames of rooms whose member the reader is not."""
        room_of = registered().room
        kept = ([text for text in batch.texts if room_of(text) not in room_ids] for batch in self._kept)
        self._kept = [Batch(texts) for texts in kept if texts]
        self._kept_bytes = sum(len(text) for batch in self._kept for text in batch.texts)

    def end(self) -> None:
        """Stop for good, and drop the reference to the socket."""
        self._cut_off = _nothing

    def hear(self, batch: Batch) -> None:
        if self._held:
            self._keep(batch)
        else:
            self._write(batch)

    def _keep(self, batch: Batch) -> None:
        if self._kept_bytes > MOST_HELD_BYTES:
            return  # the socket was cut off before
        self._kept.append(batch)
        self._kept_bytes += sum(map(len, batch.texts))
        if self._kept_bytes > MOST_HELD_BYTES:
            self._kept.clear()
            self._cut_off()

    async def write_at_once(self, text: bytes) -> None:
        """Write a frame for this socket alone, ahead of the batches that are kept."""
        raise NotImplementedError

    def _write(self, batch: Batch) -> None:
        raise NotImplementedError


class RawWriter(Writer):
    """Write straight to the connection, through this project's server."""

    __slots__ = ("_raw_write",)

    def __init__(self, raw_write: Callable[[bytes], None], cut_off: Callable[[], None]) -> None:
        super().__init__(cut_off)
        self._raw_write = raw_write

    async def write_at_once(self, text: bytes) -> None:
        self._raw_write(framed(text))

    def _write(self, batch: Batch) -> None:
        self._raw_write(batch.wire)


class SendWriter(Writer):
    """Write through ASGI's `send`, for any other server. Each socket has its own queue, so a slow reader delays no
    other socket."""

    __slots__ = ("_behind", "_queue", "_send", "_sending")

    def __init__(self, send: Send, cut_off: Callable[[], None]) -> None:
        super().__init__(cut_off)
        self._send = send
        self._queue: deque[bytes] = deque()
        self._behind = 0
        self._sending: asyncio.Task[None] | None = None

    async def write_at_once(self, text: bytes) -> None:
        await self._send({"type": "websocket.send", "text": text.decode()})

    def _write(self, batch: Batch) -> None:
        self._queue.extend(batch.texts)
        self._behind += sum(map(len, batch.texts))
        if self._behind > MOST_BEHIND_BYTES:
            self._queue.clear()
            self._cut_off()
        elif self._sending is None or self._sending.done():
            self._sending = asyncio.ensure_future(self._send_queue())

    async def _send_queue(self) -> None:
        while self._queue:
            text = self._queue.popleft()
            await self._send({"type": "websocket.send", "text": text.decode()})
            self._behind -= len(text)


def _nothing() -> None: ...


def writer_of(scope: Mapping[str, Any], send: Send, cut_off: Callable[[], None]) -> Writer:
    raw_write = scope.get("extensions", {}).get(RAW_WRITE)
    return RawWriter(raw_write["write"], cut_off) if raw_write else SendWriter(send, cut_off)
