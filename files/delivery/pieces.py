"""The bytes of a file as an answer sends them: piece by piece, read in threads of their own.

The server asks for the next piece when the client has read the one before (realtime/server/backpressure.py), so that a
download of any size takes the memory of a few pieces.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Self

from files import storage

PIECE_BYTES = 256 * 1024

# A bucket answers slower than a disk.
_threads = ThreadPoolExecutor(16 if storage.in_bucket() else 4, thread_name_prefix="read-files")


class Pieces:
    """`length` bytes from the place of `file` on, which is closed with the answer."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self._file = file
        self._left = length

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        if self._left <= 0:
            raise StopAsyncIteration
        most = min(PIECE_BYTES, self._left)
        piece = await asyncio.get_running_loop().run_in_executor(_threads, self._file.read, most)
        if not piece:
            # A shorter answer than its length says must not look like a whole one.
            raise EOFError("the file is shorter than it was")
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        self._file.close()
