"""The open sockets of this worker, and the tasks that run for all of them while there are any."""

import asyncio
from collections.abc import Awaitable

from chat.socket.catch_up import CatchUp
from chat.socket.heartbeat import Heartbeat, Socket
from chat.socket.reconcile import Reconciliation
from realtime.fanout.layers import FanoutLayer


class ConnectedSockets:
    def __init__(self) -> None:
        self._sockets: set[Socket] = set()
        self._keeping: list[asyncio.Task[None]] = []

    def add(self, socket: Socket, layer: FanoutLayer) -> None:
        self._sockets.add(socket)
        if not self._keeping:
            self._begin(layer)

    def discard(self, socket: Socket) -> None:
        self._sockets.discard(socket)
        if not self._sockets:
            for keeping in self._keeping:
                keeping.cancel()
            self._keeping.clear()

    def __len__(self) -> int:
        return len(self._sockets)

    def reconcile_unsure(self) -> None:
        """Reconcile the unsure sockets: one may have missed events."""
        if self._keeping:
            self._reconciliation.due.set()

    def _begin(self, layer: FanoutLayer) -> None:
        self._reconciliation = Reconciliation(self._sockets)
        self._heart = Heartbeat(self._sockets, self._reconciliation.reconcile_everybody)
        self._keep(self._reconciliation.keep())
        self._keep(self._heart.keep())
        if layer.doubted is not None:
            self._keep(CatchUp(layer.doubted, self._sockets, self._reconciliation).keep())
        else:
            layer.when_lost = self._look

    def _look(self) -> None:
        """Without Redis nothing can be read instead. The heads are sent early, and the clients sync."""
        if self._keeping:
            self._reconciliation.reconcile_everybody()
            self._heart.early.set()

    def _keep(self, keeping: Awaitable[None]) -> None:
        self._keeping.append(asyncio.ensure_future(keeping))


connected_sockets = ConnectedSockets()
