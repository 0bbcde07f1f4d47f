"""A whole client of the protocol: its screens follow the server, and what it writes reaches the server."""

import asyncio
import random
import uuid
from collections import Counter, deque
from collections.abc import Mapping

from lab.chaos.checks.history import Acknowledged, Changing, Diary, Refused, Row, Wrote, now
from lab.chaos.checks.own_state import differences
from lab.chaos.clients.connection import LOST, Connection
from lab.chaos.clients.inbox import Inbox
from lab.chaos.clients.membership_calls import Moving
from lab.chaos.clients.outbox import Outbox, Outgoing
from lab.chaos.clients.own_calls import Wishes
from lab.chaos.clients.session import Session
from lab.chaos.clients.socket import LineLost
from lab.chaos.clients.wire import Json, Refusal, row_of
from lab.chaos.inboxes.marking import Marks
from lab.chaos.searching.seeking import Seeking
from lab.chaos.searching.words import KnownWords
from lab.chaos.uploads.uploading import Uploading
from lab.chaos.world.database import Own
from lab.chaos.world.population import Guest

# Share of messages sent by REST, as a program would.
BY_REST = 0.2
# Messages on which others may begin a thread.
ROOTS = 5


class Client:
    def __init__(
        self,
        guest: Guest,
        url: str,
        address: str,
        known: KnownWords,
        *,
        token_seconds: float,
        catches_up: bool = True,
        beats: float = 2,
    ) -> None:
        """`beats`: heartbeats of silence after which it drops its connection."""
        self.guest = guest
        self.diary = Diary(guest.user, frozenset(guest.rooms))
        self.inbox = Inbox(self.diary, catches_up=catches_up)
        self._session = Session(url, address, guest.access, guest.refresh, token_seconds)
        self.connection = Connection(url, address, self._session, self.inbox.hear, beats)
        self.inbox.connection = self.connection
        self.moving = Moving(self.connection, self.diary, self.inbox.open, self.inbox.shut)
        self.wishes = Wishes(self.connection, self.diary)
        self.marks = Marks(self.connection, self.diary)
        self.roots: deque[Acknowledged] = deque(maxlen=ROOTS)
        """Its last messages that are in no thread."""
        self.outbox = Outbox(self._deliver, LOST)
        self._attempts: Counter[str] = Counter()
        self.uploads = Uploading(self.connection, self.diary, self.write)
        self.searches = Seeking(self.connection, self.diary, known)

    async def live(self) -> None:
        """Run the client until cancelled."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.connection.keep())
                tasks.create_task(self.inbox.run())
                tasks.create_task(self.uploads.run())
                tasks.create_task(self.searches.run())
        finally:
            await self.outbox.close()
            await self._session.close()

    def has(self, heads: Mapping[int, int], own: Own | None) -> bool:
        """Whether the screens have everything up to these revs, the list of rooms is right, and nothing waits."""
        mine = self.inbox.timelines.items()
        whole = all(room.is_whole and room.have >= heads.get(id, 0) for id, room in mine)
        idle = self.outbox.is_empty and self.uploads.is_idle and self.searches.is_idle
        return whole and idle and (own is None or self.is_told(own))

    def is_told(self, own: Own) -> bool:
        return self.inbox.timelines.keys() == own.places.keys() and not differences(self.inbox.own.seen, own)

    # -- Messages

    def write(self, room: int, text: str, files: tuple[str, ...] = (), thread: int | None = None) -> None:
        outgoing = self._begin(room, text, files, thread)
        self.outbox.put(outgoing)

    async def say(self, room: int, text: str) -> float:
        """Send a message over the socket, in one try. Returns the seconds until it was acknowledged.

        Raises one of LOST; the outbox then continues. It does so too when an earlier message to the room waits, which
        must not be overtaken.
        """
        outgoing = self._begin(room, text)
        begin = now()
        if self.outbox.holds(room):
            self.outbox.put(outgoing)
            raise LineLost("another waits")
        try:
            fields = {"nonce": outgoing.nonce, "text": text, "attempt": self._attempt(outgoing)}
            answer = await self.connection.ask("message.send", room=room, **fields)
        except (*LOST, asyncio.CancelledError):
            self.outbox.put(outgoing)
            raise
        self._acknowledge(answer["message"])
        return now() - begin

    async def edit(self, stored: Acknowledged, text: str, files: tuple[str, ...] | None = None) -> None:
        """`files`: ids of those that stay; all without it."""
        self.diary.note(Changing(now(), stored.room, stored.row.nonce, text))
        changes: Json = {"text": text} if files is None else {"text": text, "files": files}
        self._acknowledge(await self.connection.call("PATCH", f"messages/{stored.message}/", changes))

    async def delete(self, stored: Acknowledged) -> None:
        self.diary.note(Changing(now(), stored.room, stored.row.nonce, ""))
        self._acknowledge(await self.connection.call("DELETE", f"messages/{stored.message}/"))

    def _begin(self, room: int, text: str, files: tuple[str, ...] = (), thread: int | None = None) -> Outgoing:
        outgoing = Outgoing(room, str(uuid.uuid4()), text, files, thread)
        self.diary.note(Wrote(now(), room, outgoing.nonce, text, files))
        if timeline := self.inbox.timelines.get(room):
            timeline.wait(Row(self.guest.user, outgoing.nonce, None, 0, text))
        return outgoing

    async def _deliver(self, outgoing: Outgoing) -> None:
        try:
            stored = self._acknowledge(await self._send(outgoing))
            if outgoing.thread is None:
                self.roots.append(stored)
        except LOST as lost:
            if not (isinstance(lost, Refusal) and lost.is_final):
                self.connection.trouble("send", lost)
                raise
            self._give_up(outgoing, lost.code)

    async def _send(self, outgoing: Outgoing) -> Json:
        fields: Json = {
            "nonce": outgoing.nonce,
            "text": outgoing.text,
            "files": outgoing.files,
            "attempt": self._attempt(outgoing),
        }
        if outgoing.thread is not None:
            fields = {**fields, "thread": outgoing.thread}
        if random.random() < BY_REST:
            return await self.connection.call("POST", f"rooms/{outgoing.room}/messages/", fields)
        answer = await self.connection.ask("message.send", room=outgoing.room, **fields)
        message: Json = answer["message"]
        return message

    def _attempt(self, outgoing: Outgoing) -> int:
        self._attempts[outgoing.nonce] += 1
        return self._attempts[outgoing.nonce]

    def _acknowledge(self, message: Json) -> Acknowledged:
        row = row_of(message)
        stored = Acknowledged(now(), message["room"], message["id"], row)
        self.diary.note(stored)
        self.searches.acknowledged(message["room"], row)
        self.inbox.receive({"type": "message", "room": message["room"], "rev": message["rev"], "message": message})
        return stored

    def _give_up(self, outgoing: Outgoing, code: str) -> None:
        self.diary.note(Refused(now(), outgoing.room, outgoing.nonce, code))
        if timeline := self.inbox.timelines.get(outgoing.room):
            timeline.withdraw(outgoing.nonce, self.guest.user)
