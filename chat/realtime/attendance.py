"""The sockets that are open on this worker, and what is done for all of them together while there are any."""

import asyncio
from collections.abc import Awaitable

from chat.realtime.heartbeat import Heart, Socket
from chat.realtime.layers import FanoutLayer
from chat.realtime.lookout import Lookout


class Attendance:
    def __init__(self) -> None:
        self._sockets: set[Socket] = set()
        self._keeping: list[asyncio.Task[None]] = []

    def add(self, socket: Socket, layer: FanoutLayer) -> None:
        self._sockets.add(socket)
        if not self._keeping:
            self._keep(Heart(self._sockets).keep())
            if layer.doubted is not None:
                self._keep(Lookout(layer.doubted, self._sockets).keep())

    def discard(self, socket: Socket) -> None:
        self._sockets.discard(socket)
        if not self._sockets:
            for keeping in self._keeping:
                keeping.cancel()
            self._keeping.clear()

    def _keep(self, keeping: Awaitable[None]) -> None:
        self._keeping.append(asyncio.ensure_future(keeping))


attendance = Attendance()
