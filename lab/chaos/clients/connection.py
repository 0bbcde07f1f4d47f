"""A client's connection to the server. It reconnects by itself."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from lab.chaos.checks.history import now
from lab.chaos.clients.backoff import backoff
from lab.chaos.clients.session import Session
from lab.chaos.clients.socket import Line, LineLost
from lab.chaos.clients.wire import Json, Refusal

# Errors after which a later try may succeed.
LOST = (LineLost, Refusal, httpx.TransportError, TimeoutError, json.JSONDecodeError)
SIGN_IN_AGAIN = 4401
# Seconds that a connection has to last to count as one that worked, and seconds after which earlier failures are
# forgotten.
WORKED_SECONDS = 1
STEADY_SECONDS = 10


class Connection:
    def __init__(
        self, url: str, address: str, session: Session, on_frame: Callable[[Json], None], beats: float = 2
    ) -> None:
        self.troubles: Counter[str] = Counter()
        """Errors that were followed by another try."""
        self._url = url.replace("http", "ws", 1) + "/ws/chat/"
        self._address = address
        self._session = session
        self.since = 0.0
        """When the present connection was opened, in seconds since 1970."""
        self._on_frame, self._beats = on_frame, beats
        self._line: Line | None = None
        self._renewing: asyncio.Future[None] | None = None  # the event loop keeps no reference to a task
        self._reachable = asyncio.Event()
        self._reachable.set()

    @property
    def is_open(self) -> bool:
        return self._line is not None

    def is_kept_since(self, moment: float) -> bool:
        """Whether it has been open from this moment on, in seconds since 1970. The last one of a client that waits before it
        reconnects, for up to 15 s after two faults in a row, is as old."""
        return self.is_open and 0 < self.since < moment

    async def keep(self) -> None:
        """Keep a connection until cancelled."""
        failed, rejected = 0, None
        while True:
            opened, code, token = self.since, None, None
            try:
                token = await self._session.token(rejected=rejected)
                await self._stay(token)
            except LOST as lost:
                code = lost.code if isinstance(lost, LineLost) else None
                self.trouble("socket", lost)
            rejected = token if code == SIGN_IN_AGAIN else None
            held = now() - self.since if self.since != opened else 0
            if held > STEADY_SECONDS:
                failed = 0
            await self._wait(backoff(failed, code, worked=held > WORKED_SECONDS))
            # A working connection that was lost is no failure yet. The first try after it is.
            failed = max(failed, 1) if held > WORKED_SECONDS else failed + 1

    async def _wait(self, seconds: float) -> None:
        if self._reachable.is_set():
            await asyncio.sleep(seconds)
        else:
            await self._reachable.wait()
            await asyncio.sleep(backoff(0, network_is_back=True))

    async def _stay(self, token: str) -> None:
        async with Line(self._url, self._address, token, self._hear, self._beats) as line:
            self._line, self.since = line, now()
            try:
                self._hear(line.hello)
                await line.listen()
            finally:
                self._line = None

    def _hear(self, frame: Json) -> None:
        if frame["type"] == "session.expiring":
            self._renewing = asyncio.ensure_future(self._renew())
        else:
            self._on_frame(frame)

    async def _renew(self) -> None:
        try:
            await self.ask("session.renew", token=await self._session.token())
        except LOST as lost:
            # The server then closes with 4401, and the client reconnects as usual.
            self.trouble("renew", lost)

    def cut(self, seconds: float) -> None:
        """Cut the network silently, and restore it after these seconds."""
        self._reachable.clear()
        asyncio.get_running_loop().call_later(seconds, self._reachable.set)
        self.restart()

    def restart(self) -> None:
        """Drop the connection and reconnect, for a fresh hello."""
        if self._line is not None:
            self._line.cut()

    async def ask(self, kind: str, **fields: Any) -> Json:
        """Send a request over the socket. Returns the answer."""
        if self._line is None:
            raise LineLost("offline")
        return await self._line.ask(kind, **fields)

    async def token(self) -> str:
        """An access token, for requests that are not the client's own. Raises one of LOST."""
        return await self._session.token()

    async def call(self, method: str, path: str, body: Any = None) -> Json:
        """Send a request by REST. Returns the answer."""
        await self._reachable.wait()
        return await self._session.call(method, path, body)

    async def send(self, method: str, path: str, *, headers: Mapping[str, str], **body: Any) -> httpx.Response:
        """Send a request whose body or answer is no JSON. `body` is as httpx takes it."""
        await self._reachable.wait()
        return await self._session.send(method, path, headers=headers, **body)

    def trouble(self, what: str, trouble: Exception) -> None:
        said = str(trouble) if isinstance(trouble, Refusal | LineLost) else type(trouble).__name__
        self.troubles[f"{what}: {said}"] += 1
