"""load/counter.c from Python: counts beside the event loop, in a thread of its own."""

import asyncio
import ctypes
import socket
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from benchmarks.load.connection import Connection
from benchmarks.programs import COUNTER


class Tally(ctypes.Structure):
    """`heard` frames on all sockets together, `landed` on every one of them, `published` because one had landed."""

    heard: int
    landed: int
    published: int
    flying: int
    stopped: int
    _fields_ = [
        *((name, ctypes.c_int64) for name in ("heard", "landed", "published")),
        *((name, ctypes.c_int32) for name in ("flying", "stopped")),
    ]


class Counting:
    """While it lasts, nobody else reads from these sockets. They must be quiet when it begins."""

    def __init__(
        self, ears: Sequence[Connection], frame_size: int, publisher: socket.socket | None = None, notice: bytes = b""
    ) -> None:
        self.tally = Tally(flying=True)
        self._ears = ears
        numbers = (ctypes.c_int * len(ears))(*(ear.descriptor for ear in ears))
        where = -1 if publisher is None else publisher.fileno()
        self._arguments = (numbers, len(ears), frame_size, where, notice, len(notice), ctypes.byref(self.tally))

    async def __aenter__(self) -> Self:
        for ear in self._ears:
            ear.pause()
        library = ctypes.CDLL(str(COUNTER))
        self._work = asyncio.ensure_future(asyncio.to_thread(library.count, *self._arguments))
        self._work.add_done_callback(self._ended)
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.tally.stopped = True
        await self._work
        for ear in self._ears:
            ear.resume()

    def _ended(self, work: "asyncio.Future[int]") -> None:
        if not self.tally.stopped:
            reason = "the server closed a socket" if work.result() < 0 else f"reading failed with errno {work.result()}"
            asyncio.get_running_loop().call_exception_handler({"message": reason})
