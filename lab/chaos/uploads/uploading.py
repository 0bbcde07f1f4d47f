"""A client's uploads beside everything else it does, and the messages that carry them."""

import asyncio
import contextlib
import random
from collections.abc import Callable

from lab.chaos.checks.history import Diary
from lab.chaos.clients.connection import Connection
from lab.chaos.clients.wire import Refusal
from lab.chaos.uploads.content import Content
from lab.chaos.uploads.upload import Upload

# Messages whose files are on their way. Beyond them a client begins no more.
MOST = 2
BROKEN_OFF = 0.3
# What becomes of an upload, and how often.
ENDS = {"send": 60, "send whole": 20, "abandon": 12, "cancel": 8}

Write = Callable[[int, str, tuple[str, ...]], None]


class Uploading:
    """`write` gets the ids of the files once they are complete."""

    def __init__(self, connection: Connection, diary: Diary, write: Write) -> None:
        self._connection, self._diary, self._write = connection, diary, write
        self._group = asyncio.TaskGroup()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Run until cancelled."""
        async with self._group:
            await asyncio.get_running_loop().create_future()

    @property
    def is_idle(self) -> bool:
        return not self._tasks

    def begin(self, room: int, text: str) -> None:
        """Upload files, and then send this text with them. The text alone decides what is uploaded."""
        if len(self._tasks) < MOST:
            task = self._group.create_task(self._upload_and_write(room, text, random.Random(text)))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _upload_and_write(self, room: int, text: str, chance: random.Random) -> None:
        uploads = [Upload(self._connection, self._diary, Content(f"{text} {n}")) for n in range(chance.randint(1, 2))]
        (end,) = chance.choices(list(ENDS), list(ENDS.values()))
        # A refusal is in the diary, and the checker complains of it.
        with contextlib.suppress(Refusal):
            for upload in uploads:
                await self._upload(upload, end, chance)
            if end.startswith("send"):
                self._write(room, text, tuple(upload.id for upload in uploads))

    async def _upload(self, upload: Upload, end: str, chance: random.Random) -> None:
        if end == "send whole":
            await upload.send_whole()
            return
        cuts = sorted(chance.randrange(1, upload.size) for _ in range(chance.randint(1, 3)))
        for cut in cuts:
            await upload.send(cut, broken_off=chance.random() < BROKEN_OFF)
        if end == "cancel":
            await upload.cancel()
        elif end == "send":
            await upload.send(upload.size)
