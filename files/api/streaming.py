"""Receive the bodies of uploads: ASGI middleware in front of Django.

Who calls is checked before the body is read. The body goes to an unnamed file on the disk, piece by piece, and Django
gets that file. Of a chunk whose connection is lost, what has arrived is stored like a shorter chunk.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import IO, Any
from uuid import UUID

from accounts.authentication import identify
from accounts.models import User
from core.db.threads import fresh_connections, in_database
from core.http import streamed_bodies
from core.http.answers import answer_problem
from core.http.handler import FileBody
from core.http.streamed_bodies import StreamedBody
from core.problems import Problem, problem_of
from files import limits, parts, storage
from files.api import tus
from files.inspection import scratch
from files.models import File
from files.services import allowance, uploads

UPLOAD = re.compile(r"/api/uploads/([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})/")
STREAMED = [
    StreamedBody("PATCH", UPLOAD, limits.file_bytes),
    StreamedBody("POST", re.compile(r"/api/uploads/"), lambda: limits.CHUNK_BYTES),
    StreamedBody("POST", re.compile(r"/api/files/"), limits.form_bytes),
]
Application = Callable[[Any, Any, Any], Awaitable[None]]


class UploadBodies:
    """`app` gets uploads, `others` everything else."""

    def __init__(self, app: Application, others: Application) -> None:
        self._app, self._others = app, others

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        streamed = streamed_bodies.find(scope["method"], scope["path"])
        if streamed in STREAMED:
            await self._receive(scope, receive, send)
        else:
            await self._others(scope, receive, send)

    async def _receive(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            reception = await in_database(_admit, scope)
            with await _in_thread(scratch.unnamed) as file:
                await reception.fill(file, receive)
                await self._app({**scope, "headers": reception.headers}, FileBody(file), send)
        except _Lost:
            return
        except Exception as error:
            problem = problem_of(error)
            if problem is None:
                raise
            await answer_problem(send, problem, [(b"tus-resumable", tus.VERSION.encode())])


class _Lost(Exception):
    """The client went away, and nothing of what it sent is worth keeping."""


class Reception:
    """One body. A chunk of more than CHUNK_BYTES is stored in pieces of that size, and Django gets the last one: a file that
    is complete is processed, for seconds, and not by a thread that writes everybody's bodies."""

    def __init__(self, scope: Any, by: User, upload: File | None = None) -> None:
        self._scope, self._by = scope, by
        self._upload_id = upload.pk if upload else None
        self._offset, self._size = (upload.received, upload.size) if upload else (0, 0)
        self._length = 0

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        changed = {b"content-length": str(self._length).encode(), b"transfer-encoding": None}
        if self._upload_id:
            changed[b"upload-offset"] = str(self._offset).encode()
        kept = [(name, value) for name, value in self._scope["headers"] if name not in changed]
        return [*kept, *((name, value) for name, value in changed.items() if value is not None)]

    async def fill(self, file: IO[bytes], receive: Any) -> None:
        """Raises Problem, and _Lost."""
        while (message := await receive())["type"] == "http.request":
            if data := message.get("body", b""):
                await self._add(file, data)
            if not message.get("more_body", False):
                break
        else:
            if not self._upload_id or not self._length:
                raise _Lost
        await _in_thread(file.seek, 0)

    async def _add(self, file: IO[bytes], data: bytes) -> None:
        room = limits.CHUNK_BYTES - self._length
        if self._upload_id and self._offset + self._length + len(data) > self._size:
            raise Problem("file_too_large", parts.MORE)
        if self._upload_id and len(data) > room:
            await self._write(file, data[:room])
            await self._store(file, self._upload_id)
            data = data[room:]
        await self._write(file, data)

    async def _write(self, file: IO[bytes], data: bytes) -> None:
        await _in_thread(_write, file, data)
        self._length += len(data)

    async def _store(self, file: IO[bytes], upload_id: UUID) -> None:
        await _in_thread(file.seek, 0)
        upload = await _in_thread(_append, self._by, upload_id, self._offset, file, threads=_storing)
        self._offset, self._length = upload.received, 0
        await _in_thread(_empty, file)


def _admit(scope: Any) -> Reception:
    """Raises the Problems for which the body is not read."""
    storage.expect_there()
    headers = {name.decode("latin1").title(): value.decode("latin1") for name, value in scope["headers"]}
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Problem("not_authenticated")
    by = identify(token.strip()).user
    found = UPLOAD.fullmatch(scope["path"])
    if found is None:
        _expect_room(by, headers)
        return Reception(scope, by)
    upload = uploads.expect_chunk(by, UUID(found[1]), tus.offset_of(headers))
    allowance.expect_disk(0)
    return Reception(scope, by, upload)


def _append(by: User, upload_id: UUID, offset: int, file: IO[bytes]) -> File:
    with fresh_connections():
        return uploads.append(by, upload_id, offset, file)


def _expect_room(by: User, headers: Mapping[str, str]) -> None:
    """Refuse a new file before its bytes, by what the request's length says of its size."""
    length = int(headers.get("Content-Length", "0"))
    allowance.expect_disk(length)
    # With a key the call may have been made before, and is answered again whatever there is room for by now.
    if "Idempotency-Key" not in headers:
        allowance.expect_room(by, max(1, length - limits.FORM_BYTES))


# Threads that write: neither the loop nor a socket waits for a disk.
_writers = ThreadPoolExecutor(2, thread_name_prefix="upload-disk")
# What goes to a bucket keeps no other body waiting.
_storing = ThreadPoolExecutor(4, thread_name_prefix="upload-bucket") if storage.in_bucket() else _writers


async def _in_thread(function: Callable[..., Any], *args: Any, threads: ThreadPoolExecutor = _writers) -> Any:
    return await asyncio.get_running_loop().run_in_executor(threads, partial(function, *args))


def _write(file: IO[bytes], data: bytes) -> None:
    with parts.disk_errors():
        parts.write_all(file, data)


def _empty(file: IO[bytes]) -> None:
    file.seek(0)
    file.truncate()
