"""A socket that only comes in."""

import asyncio

from picows import WSFrame, WSTransport

from benchmarks.load.connection import Connection
from benchmarks.orders import Socket


class Guest(Connection):
    """`first_frame` is done when the server has said something."""

    def __init__(self, socket: Socket) -> None:
        super().__init__(socket)
        self.first_frame: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if not self.first_frame.done():
            self.first_frame.set_result(None)
        super().on_ws_frame(transport, frame)
