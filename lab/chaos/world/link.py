"""A proxy between two programs that can drop everything, as a network does that lost its state of a connection."""

import asyncio
import contextlib
import threading
from typing import Self

CHUNK = 65536
CALL_SECONDS = 10


class Link:
    """Listens on `port` and forwards to `target`. Its event loop runs in a thread of its own.

    A connection that lost data stays silent forever, while both ends believe that it is open. New connections get
    through once the link is whole again. `target` is the port to which new connections lead.
    """

    def __init__(self, target: int) -> None:
        self.port = 0
        self.target = target
        self._swallows = False
        self._generation = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="link", daemon=True)
        self._carrying: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(CALL_SECONDS)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(CALL_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CALL_SECONDS)
        self._loop.close()

    def swallow(self) -> None:
        self._swallows = True

    def mend(self) -> None:
        # A connection that lost data must not go on as if nothing was lost.
        self._generation += 1
        self._swallows = False

    def cut(self) -> None:
        """Close every connection at both ends."""
        asyncio.run_coroutine_threadsafe(self._cut(), self._loop).result(CALL_SECONDS)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._server.close()
        await self._cut()

    async def _cut(self) -> None:
        for task in list(self._carrying):
            task.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._carrying.add(task)
        with contextlib.suppress(asyncio.CancelledError), contextlib.closing(writer):
            await self._connect(reader, writer)
        self._carrying.discard(task)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            return
        generation = self._generation
        ways = [
            asyncio.ensure_future(self._carry(*way, generation)) for way in ((reader, far_writer), (far_reader, writer))
        ]
        with contextlib.closing(far_writer):
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, generation: int) -> None:
        """Forward until one end closes. When data was dropped, the other end does not learn of the close."""
        with contextlib.suppress(OSError):
            while data := await reader.read(CHUNK):
                if self._carries(generation):
                    writer.write(data)
                    await writer.drain()
        if not self._carries(generation):
            await asyncio.get_running_loop().create_future()

    def _carries(self, generation: int) -> bool:
        return not self._swallows and generation == self._generation
