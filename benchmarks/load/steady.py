"""Messages at a steady rate, each with its time: whoever asks knows what happened meanwhile."""

import asyncio

from benchmarks.load.sends import Heard, enter, last_answers, send_at
from benchmarks.orders import Steadily, Steady


async def work(order: Steady) -> Steadily:
    crowd = await enter(order.sockets)
    heard = Heard()
    for sender in crowd.connections:
        sender.heard = heard
    sending = asyncio.ensure_future(send_at(crowd.connections, order.rate))
    await asyncio.sleep(order.seconds)
    sending.cancel()
    await last_answers(crowd.connections)
    await crowd.close()
    return Steadily(heard.asked, heard.times)
