"""The whole path of Irori: message.send, stored, acknowledged, delivered to the room."""

import asyncio
import itertools
import json
import time
import uuid
from collections import deque
from dataclasses import dataclass, field

from picows import WSFrame, WSTransport

from benchmarks.load.connection import Connection, Crowd
from benchmarks.load.waiting import until
from benchmarks.orders import TEXT_BYTES, Sends, SendsWindow, Socket
from benchmarks.quantiles import milliseconds
from benchmarks.usage import Meter

HELLO_SECONDS = 30.0
LAST_ANSWER_SECONDS = 10.0


@dataclass
class Heard:
    """What happened since it was opened."""

    acknowledged: int = 0
    delivered: int = 0
    asked: list[int] = field(default_factory=list)
    times: list[int] = field(default_factory=list)


class Sender(Connection):
    def __init__(self, socket: Socket) -> None:
        super().__init__(socket)
        self.room: int | None = None  # known from the greeting on
        self.heard = Heard()
        self.eager = False
        self._asked: deque[int] = deque()
        self._nonces = itertools.count(uuid.uuid4().int >> 32 << 32)

    def send(self) -> None:
        self._asked.append(time.monotonic_ns())
        nonce = uuid.UUID(int=next(self._nonces))
        frame = {"type": "message.send", "ref": 1, "room": self.room, "nonce": str(nonce), "text": "x" * TEXT_BYTES}
        self.say(json.dumps(frame).encode())

    @property
    def waits(self) -> bool:
        return bool(self._asked)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        payload = frame.get_payload_as_bytes()
        if payload.startswith(b'{"type":"message"'):
            self.heard.delivered += 1
        elif payload.startswith(b'{"type":"ok"'):
            # A socket's answers come in the order of its questions.
            self.heard.acknowledged += 1
            asked = self._asked.popleft()
            self.heard.asked.append(asked)
            self.heard.times.append(time.monotonic_ns() - asked)
            if self.eager:
                self.send()
        elif payload.startswith(b'{"type":"hello"'):
            self.room = json.loads(payload)["rooms"][0]["id"]
        elif payload.startswith((b'{"type":"error"', b'{"type":"closed"')):
            raise RuntimeError(payload.decode())
        else:
            super().on_ws_frame(transport, frame)


async def work(order: Sends) -> SendsWindow:
    crowd = await enter(order.sockets)
    sender_of_all = send_at(crowd.connections, order.rate) if order.rate else send_on_answer(crowd.connections)
    sending = asyncio.ensure_future(sender_of_all)
    await asyncio.sleep(order.window.warm_up)
    heard = Heard()
    for sender in crowd.connections:
        sender.heard = heard
    meter = Meter(order.processes, order.redis_url)
    await asyncio.sleep(order.window.seconds)
    usage = meter.usage()
    acknowledged, delivered = heard.acknowledged, heard.delivered
    sending.cancel()
    await last_answers(crowd.connections)
    await crowd.close()
    p50, p99 = milliseconds(heard.times, 0.5), milliseconds(heard.times, 0.99)
    return SendsWindow(acknowledged, delivered, p50, p99, usage)


async def enter(sockets: list[Socket]) -> Crowd[Sender]:
    crowd: Crowd[Sender] = Crowd(Sender)
    await crowd.open(sockets)
    await until(lambda: all(sender.room for sender in crowd.connections), HELLO_SECONDS, "everybody's hello")
    return crowd


async def send_on_answer(senders: list[Sender]) -> None:
    for sender in senders:
        sender.eager = True
        sender.send()


async def send_at(senders: list[Sender], rate: float) -> None:
    loop = asyncio.get_running_loop()
    begin = loop.time()
    for number, sender in enumerate(itertools.cycle(senders)):
        if (early := begin + number / rate - loop.time()) > 0:
            await asyncio.sleep(early)
        sender.send()


async def last_answers(senders: list[Sender]) -> None:
    for sender in senders:
        sender.eager = False
    await until(lambda: not any(sender.waits for sender in senders), LAST_ANSWER_SECONDS, "the last answers")
