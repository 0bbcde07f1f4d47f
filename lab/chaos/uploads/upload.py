"""One file on its way to the server: by tus, in chunks that are sent again after a fault, or in one call."""

import asyncio
import uuid
from base64 import b64encode
from collections.abc import AsyncIterator

from lab.chaos.checks.history import Cancelled, Counted, Diary, Uploaded, UploadRefused, now
from lab.chaos.clients.backoff import backoff
from lab.chaos.clients.connection import LOST, Connection
from lab.chaos.clients.socket import LineLost
from lab.chaos.clients.wire import Refusal
from lab.chaos.uploads.content import Content

VERSION = {"Tus-Resumable": "1.0.0"}
CHUNK_TYPE = "application/offset+octet-stream"
# Codes after which no later try of the same upload succeeds. None of them is right here.
FINAL = frozenset(
    {
        "upload_gone", "not_found", "invalid", "upload_version", "file_empty", "file_too_large", "file_refused",
        "file_damaged", "picture_too_large", "quota_reached", "storage_full", "idempotency_conflict", "server_error",
    }
)  # fmt: skip


class Upload:
    """Each method raises Refusal where it is refused for good, and repeats what fails otherwise."""

    def __init__(self, connection: Connection, diary: Diary, content: Content) -> None:
        self.id = ""
        self._connection, self._diary = connection, diary
        self._content, self._data = content, content.data
        self._key = {"Idempotency-Key": str(uuid.uuid4())}
        self._offset = 0
        self._is_sure = True

    @property
    def size(self) -> int:
        return len(self._data)

    async def send(self, until: int, *, broken_off: bool = False) -> None:
        """Send the bytes up to this offset. With `broken_off` the first try ends in the middle of a chunk."""
        attempt = 0
        while not self.id or self._offset < until:
            try:
                await self._go_on(until, broken_off=broken_off)
                attempt = 0
            except LOST as lost:
                broken_off = False
                self._expect_another_try(lost)
                await asyncio.sleep(backoff(attempt))
                attempt += 1
        if self._offset == self.size:
            self._diary.note(Uploaded(now(), 0, self.id, self._content))

    async def send_whole(self) -> None:
        """In one call, as a program would."""
        while not self.id:
            try:
                await self._post()
            except LOST as lost:
                self._expect_another_try(lost)
                await asyncio.sleep(backoff(0))
        self._diary.note(Uploaded(now(), 0, self.id, self._content))

    async def cancel(self) -> None:
        self._diary.note(Cancelled(now(), 0, self.id))
        while True:
            try:
                await self._connection.send("DELETE", f"/api/uploads/{self.id}/", headers=VERSION)
            except LOST as lost:
                self._expect_another_try(lost)
                await asyncio.sleep(backoff(0))
            else:
                return

    async def _go_on(self, until: int, *, broken_off: bool) -> None:
        if not self.id:
            await self._begin()
        elif not self._is_sure:
            await self._ask()
        else:
            await self._append(until, broken_off=broken_off)

    async def _begin(self) -> None:
        name = b64encode(self._content.name.encode()).decode()
        told = {"Upload-Length": str(self.size), "Upload-Metadata": f"filename {name}"}
        answer = await self._connection.send("POST", "/api/uploads/", headers={**VERSION, **self._key, **told})
        self.id = answer.headers["location"].rsplit("/", 2)[1]
        self._count(int(answer.headers["upload-offset"]))

    async def _ask(self) -> None:
        answer = await self._connection.send("HEAD", f"/api/uploads/{self.id}/", headers=VERSION)
        self._count(int(answer.headers["upload-offset"]))

    async def _append(self, until: int, *, broken_off: bool) -> None:
        chunk = self._data[self._offset : until]
        headers = {**VERSION, "Upload-Offset": str(self._offset), "Content-Type": CHUNK_TYPE}
        headers["Content-Length"] = str(len(chunk))
        content = half(chunk) if broken_off else chunk
        answer = await self._connection.send("PATCH", f"/api/uploads/{self.id}/", headers=headers, content=content)
        self._count(int(answer.headers["upload-offset"]))

    async def _post(self) -> None:
        files = {"file": (self._content.name, self._data)}
        answer = await self._connection.send("POST", "/api/files/", headers=self._key, files=files)
        self.id = answer.json()["id"]

    def _count(self, offset: int) -> None:
        self._offset, self._is_sure = offset, True
        self._diary.note(Counted(now(), 0, self.id, offset, self._content))

    def _expect_another_try(self, lost: Exception) -> None:
        self._is_sure = False
        if isinstance(lost, Refusal) and lost.code in FINAL:
            self._diary.note(UploadRefused(now(), 0, self.id, lost.code))
            raise lost
        self._connection.trouble("upload", lost)


async def half(chunk: bytes) -> AsyncIterator[bytes]:
    """The body of a request whose connection is lost in the middle. Raises LineLost."""
    yield chunk[: len(chunk) // 2]
    await asyncio.sleep(0)
    raise LineLost("broken off")
