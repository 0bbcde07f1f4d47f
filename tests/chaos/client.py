"""A whole client of the contract: what it shows is always on its way to what the server has, and what was written to the server."""

import asyncio
import random
import uuid
from collections.abc import Mapping

from tests.chaos.connection import LOST, Connection
from tests.chaos.diary import Acknowledged, Diary, Joining, Left, Refused, Row, Wrote, now
from tests.chaos.inbox import Inbox
from tests.chaos.outbox import Letter, Outbox
from tests.chaos.population import Guest
from tests.chaos.session import Session
from tests.chaos.wire import Json, Refusal, row_of

# So much of what is written goes by REST, as from a program.
BY_REST = 0.2


class Client:
    def __init__(self, guest: Guest, url: str, address: str, *, token_seconds: float, catches_up: bool = True) -> None:
        self.guest = guest
        self.diary = Diary(guest.user, frozenset(guest.rooms))
        self.inbox = Inbox(self.diary, catches_up=catches_up)
        self._session = Session(url, address, guest.access, guest.refresh, token_seconds)
        self.connection = self.inbox.connection = Connection(url, address, self._session, self.inbox.hear)
        self.outbox = Outbox(self._deliver, LOST)

    async def live(self) -> None:
        """Until cancelled."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.connection.keep())
                tasks.create_task(self.inbox.run())
        finally:
            await self.outbox.close()
            await self._session.close()

    def has(self, heads: Mapping[int, int]) -> bool:
        """Is everything up to these revs on the screen, and nothing waiting?"""
        mine = self.inbox.timelines.items()
        return self.outbox.is_empty and all(room.is_whole and room.have >= heads.get(id, 0) for id, room in mine)

    # -- Messages

    def write(self, room: int, text: str) -> None:
        letter = Letter(room, str(uuid.uuid4()), text)
        self.diary.note(Wrote(now(), room, letter.nonce))
        if timeline := self.inbox.timelines.get(room):
            timeline.wait(Row(self.guest.user, letter.nonce, None, 0, text))
        self.outbox.put(letter)

    async def edit(self, message: int, text: str) -> None:
        self._acknowledge(await self.connection.call("PATCH", f"messages/{message}/", {"text": text}))

    async def delete(self, message: int) -> None:
        self._acknowledge(await self.connection.call("DELETE", f"messages/{message}/"))

    async def _deliver(self, letter: Letter) -> None:
        try:
            self._acknowledge(await self._send(letter))
        except LOST as lost:
            if not (isinstance(lost, Refusal) and lost.is_final):
                self.connection.trouble("send", lost)
                raise
            self._give_up(letter, lost.code)

    async def _send(self, letter: Letter) -> Json:
        if random.random() < BY_REST:
            fields = {"nonce": letter.nonce, "text": letter.text}
            return await self.connection.call("POST", f"rooms/{letter.room}/messages/", fields)
        answer = await self.connection.ask("message.send", room=letter.room, nonce=letter.nonce, text=letter.text)
        message: Json = answer["message"]
        return message

    def _acknowledge(self, message: Json) -> None:
        self.diary.note(Acknowledged(now(), message["room"], message["id"], row_of(message)))
        self.inbox.receive({"type": "message", "room": message["room"], "rev": message["rev"], "message": message})

    def _give_up(self, letter: Letter, code: str) -> None:
        self.diary.note(Refused(now(), letter.room, letter.nonce, code))
        if timeline := self.inbox.timelines.get(letter.room):
            timeline.withdraw(letter.nonce, self.guest.user)

    # -- Rooms

    async def join(self, room: int) -> None:
        self.diary.note(Joining(now(), room))
        summary = await self.connection.call("POST", f"rooms/{room}/join/")
        self.inbox.open(room, summary["rev"])

    async def leave(self, room: int) -> None:
        try:
            await self.connection.call("POST", f"rooms/{room}/leave/")
        except Refusal as refusal:
            # An earlier try may have been heard, though its answer was not.
            if refusal.code != "not_found":
                raise
        self.diary.note(Left(now(), room))
        self.inbox.shut(room)
