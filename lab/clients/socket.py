"""A socket of somebody: a small, strict client of the wire contract, on a WebSocket library that is not ours."""

import itertools
import json
import time
import uuid
from collections.abc import Callable
from typing import Any, Self

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from lab.clients.person import Json, Person


class Chatter:
    """Speaks chat.v1. Frames that nobody waited for yet are kept in the order they came."""

    answer_seconds = 30.0  # no promise: other tests may have both cores

    def __init__(self, person: Person, path: str = "/ws/chat/", **options: Any) -> None:
        options.setdefault("subprotocols", ["chat.v1", f"bearer.{person.token}"])
        self._connection = connect(f"{person.site.ws_url}{path}", max_size=None, **options)
        self._refs = itertools.count(1)
        self._kept: list[Json] = []

    def __enter__(self) -> Self:
        self.socket = self._connection.__enter__()
        self.hello = self.receive()
        assert self.hello["type"] == "hello", self.hello
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def turned_away(self) -> tuple[int, str]:
        """The close code and reason of a socket that is accepted only to be told why it is not let in."""
        with self._connection as self.socket:
            return self.wait_closed()

    def receive(self, timeout: float | None = None) -> Json:
        frame: Json = json.loads(self.socket.recv(timeout=self.answer_seconds if timeout is None else timeout))
        return frame

    def wait_for(self, kind: str, **fields: Any) -> Json:
        """The first frame of this type with these fields; others are kept."""

        def fits(frame: Json) -> bool:
            return frame["type"] == kind and all(frame.get(name) == value for name, value in fields.items())

        return self._first(fits)

    def _first(self, fits: Callable[[Json], bool]) -> Json:
        for index, frame in enumerate(self._kept):
            if fits(frame):
                return self._kept.pop(index)
        deadline = time.monotonic() + self.answer_seconds
        while True:
            frame = self.receive(max(0.01, deadline - time.monotonic()))
            if fits(frame):
                return frame
            self._kept.append(frame)

    def ask(self, kind: str, **fields: Any) -> Json:
        """The answer to a frame: ok, pong or error."""
        ref = f"ask-{next(self._refs)}"
        self.tell(kind, ref=ref, **fields)
        return self.answer_to(ref)

    def answer_to(self, ref: str | int) -> Json:
        """The answer to a frame told with this ref: ok, pong or error."""
        return self._first(lambda frame: frame.get("ref") == ref)

    def tell(self, kind: str, **fields: Any) -> None:
        self.socket.send(json.dumps({"type": kind, **fields}, ensure_ascii=False))

    def say(self, room: Json, text: str) -> Json:
        answer = self.ask("message.send", room=room["id"], nonce=str(uuid.uuid4()), text=text)
        assert answer["type"] == "ok", answer
        message: Json = answer["message"]
        return message

    def heard(self) -> list[Json]:
        """Everything that arrived until now: a round trip comes after whatever the server sent before it. Without heartbeats, which
        may come at any moment."""
        self.ask("ping")
        kept, self._kept = self._kept, []
        return [frame for frame in kept if frame["type"] != "heartbeat"]

    def wait_closed(self, before: list[Json] | None = None) -> tuple[int, str]:
        """The close code and reason; the last frame must have said the same. What came `before` is added to the list given."""
        last: Json = {}
        with pytest.raises(ConnectionClosed) as end:  # noqa: PT012 (any of these may be the last)
            while True:
                last = self.receive()
                if before is not None:
                    before.append(last)
        close = end.value.rcvd
        assert close is not None, "closed without a close frame"
        assert last == {"type": "closed", "code": close.code, "reason": close.reason}
        return close.code, close.reason


class Listener(Chatter):
    """Has to be told of everything in the time that docs/protocol.md promises after the end of a fault."""

    answer_seconds = 10.0
