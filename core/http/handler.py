"""Django's ASGI application, which takes a body that is a file already."""

import asyncio
from typing import IO, Any

from django.core.handlers.asgi import ASGIHandler


class FileBody:
    """A `receive` for the Handler. The body was received before: it is this file, at its beginning.

    The call is not cancelled when the client goes away: a thread would go on reading the file, which is closed then.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    async def __call__(self) -> Any:
        return await asyncio.get_running_loop().create_future()


class Handler(ASGIHandler):
    async def read_body(self, receive: Any) -> IO[bytes]:
        if isinstance(receive, FileBody):
            return receive.file
        body: IO[bytes] = await super().read_body(receive)
        return body
