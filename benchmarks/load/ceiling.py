"""What this load generator can take in: the other end is C and does nothing but write (benchmarks/peers/blaster.py)."""

import socket
from functools import partial
from urllib.parse import urlsplit

from benchmarks.load.connection import Connection, Crowd
from benchmarks.load.counting import Counting
from benchmarks.load.fanout import fly
from benchmarks.orders import TEXT_BYTES, Ceiling, FanoutWindow
from benchmarks.usage import Meter

DUE = b"!"


async def work(order: Ceiling) -> FanoutWindow:
    crowd = Crowd(Connection)
    await crowd.open(order.sockets)
    address = urlsplit(order.sockets[0].url)
    with socket.create_connection((address.hostname or "", address.port or 0)) as control:
        control.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        async with Counting(crowd.connections, TEXT_BYTES, control, DUE) as counting:
            control.sendall(DUE * order.depth)
            found = await fly(counting.tally, order.depth, order.window, partial(Meter, order.processes))
            counting.tally.flying = False
    await crowd.close()
    return found
