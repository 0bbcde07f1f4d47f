"""ASGI middleware: who fetches files waits in threads of their own, so that a slow bucket stops no other call."""

from collections.abc import Awaitable, Callable
from typing import Any

from files.payloads import PLACE

Application = Callable[[Any, Any, Any], Awaitable[None]]


class Fetches:
    """`app` gets the addresses of files, `others` everything else."""

    def __init__(self, app: Application, others: Application) -> None:
        self._app, self._others = app, others

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        app = self._app if scope["path"].startswith(PLACE) else self._others
        await app(scope, receive, send)
