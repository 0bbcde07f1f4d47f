"""Django's ASGI application, which takes a body that is a file already."""

from collections.abc import Awaitable, Callable
from typing import IO, Any

from django.core.handlers.asgi import ASGIHandler


class FileBody:
    """A `receive` for the Handler. Its body was received before: it is this file, at its beginning.

    `receive` is the connection's own; without one the call is not cancelled when the client goes away.
    """

    def __init__(self, file: IO[bytes], receive: Callable[[], Awaitable[Any]]) -> None:
        self.file, self._receive = file, receive

    async def __call__(self) -> Any:
        return await self._receive()


class Handler(ASGIHandler):
    async def read_body(self, receive: Any) -> IO[bytes]:
        if isinstance(receive, FileBody):
            return receive.file
        body: IO[bytes] = await super().read_body(receive)
        return body
