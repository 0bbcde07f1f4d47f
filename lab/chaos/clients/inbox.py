"""Bring frames and answers of the server into the timelines."""

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from lab.chaos.checks.history import Diary, Heard, now
from lab.chaos.clients.backoff import backoff
from lab.chaos.clients.catch_up import CatchingUp
from lab.chaos.clients.connection import LOST, Connection
from lab.chaos.clients.own_state import FRAMES, OwnState, RoomList
from lab.chaos.clients.own_sync import OwnSync
from lab.chaos.clients.timeline import Timeline, rows_of
from lab.chaos.clients.unknown_rooms import Missing
from lab.chaos.clients.wire import Json

PAGE = 200


class Inbox:
    """`catches_up=False`: a client without sync, which takes what comes."""

    def __init__(self, diary: Diary, *, catches_up: bool) -> None:
        self.timelines: dict[int, Timeline] = {}
        self.connection: Connection
        self._diary = diary
        self._catches_up = catches_up
        self._catching_up = CatchingUp(self._behind, self._sync, self._take_sync, LOST)
        self.own = OwnState(diary, RoomList(self._joined, self._left))
        self.own_sync = OwnSync(self.own, self._call, self._restart, LOST)
        self._epoch = ""
        self._asked: dict[int, Timeline] = {}
        self._loading: dict[Timeline, asyncio.Task[None]] = {}
        self._missing = Missing(set(), set())
        self._rest: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Run until cancelled."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._catching_up.run())
                tasks.create_task(self.own_sync.run())
        finally:
            loading = [*self._loading.values(), *([self._rest] if self._rest else ())]
            for task in loading:
                task.cancel()
            await asyncio.gather(*loading, return_exceptions=True)

    # -- Frames

    def hear(self, frame: Json) -> None:
        match frame["type"]:
            case "hello":
                self._greet(frame)
            case "message" | "member" | "room":
                self._note_heard(frame)
                self.receive(frame)
            case "heartbeat":
                self._beat(frame)
            case kind if kind in FRAMES:
                self.own.receive(frame)
                self.own_sync.soon()

    def _joined(self, room: int, rev: int) -> None:
        self._missing.take(room)
        self.open(room, rev)

    def _left(self, room: int) -> None:
        self._missing.leave(room)
        self.shut(room)

    def receive(self, change: Json) -> None:
        timeline = self.timelines.get(change["room"])
        if timeline is None:
            self._missing.hear(change["room"], change["rev"])
            return
        if not self._catches_up:
            timeline.receive_blindly(change)
            return
        timeline.receive(change)
        if timeline.needs_sync:
            self._catching_up.soon()

    def _greet(self, hello: Json) -> None:
        is_new_history = self._epoch not in ("", hello["epoch"])
        if is_new_history:
            for room in list(self.timelines):
                self.shut(room)
        self._epoch = self.own_sync.epoch = hello["epoch"]
        mine = {room["id"]: room["rev"] for room in hello["rooms"]}
        for room, rev in mine.items():
            self.open(room, rev)
        if self._rest is not None:
            self._rest.cancel()
        self._missing = Missing(set(self.timelines) - set(mine), set(mine))
        if hello["complete"]:
            self._end_rest()
        else:
            self._rest = asyncio.ensure_future(self._load_rest())
        self.own_sync.soon(drafts=self.own.greet(hello, is_new_history=is_new_history))

    async def _load_rest(self) -> None:
        """Load all rooms page by page: a hello holds only a part of them."""
        attempt, address = 0, "rooms/?limit=500"
        while address:
            try:
                page = await self.connection.call("GET", address)
            except LOST as lost:
                self.connection.trouble("rooms", lost)
                await asyncio.sleep(backoff(attempt))
                attempt += 1
                continue
            for room in page["results"]:
                if self._missing.take(room["id"]):
                    self.open(room["id"], max(room["rev"], self._missing.heads.get(room["id"], 0)))
            address = "rooms/?" + urlsplit(page["next"]).query if page["next"] else ""
        self._end_rest()

    def _end_rest(self) -> None:
        for room in self._missing.rooms:
            self.shut(room)
        self._missing = Missing(set(), set())

    def _beat(self, frame: Json) -> None:
        if frame["epoch"] != self._epoch:
            self.connection.restart()
            return
        for room, head in frame["heads"].items():
            if timeline := self.timelines.get(int(room)):
                timeline.hear(head)
        self._catching_up.soon()
        if "me" in frame:
            self.own.hear(frame["me"])
            self.own_sync.soon()

    # -- Rooms

    def open(self, room: int, rev: int) -> None:
        """Open a room. A known room asks for missed changes; a new one loads its history."""
        if timeline := self.timelines.get(room):
            timeline.hear(rev)
            self._catching_up.soon()
        else:
            self.timelines[room] = Timeline(room, self._diary, rev)
            self._load(self.timelines[room])

    def wake(self) -> None:
        """Ask for everything again, as a device does after sleep."""
        for timeline in self.timelines.values():
            timeline.doubt = True
        self._catching_up.soon()

    def shut(self, room: int) -> None:
        if timeline := self.timelines.pop(room, None):
            timeline.screen.clear()

    # -- History

    def _load(self, timeline: Timeline) -> None:
        if timeline not in self._loading:
            task = asyncio.ensure_future(self._load_all(timeline))
            self._loading[timeline] = task
            task.add_done_callback(lambda _: self._loading.pop(timeline))

    async def _load_all(self, timeline: Timeline) -> None:
        """Load the history, the newest page first, up to the beginning."""
        attempt = 0
        while self.timelines.get(timeline.room) is timeline and not timeline.is_whole:
            try:
                await self._load_page(timeline)
            except LOST as lost:
                self.connection.trouble("history", lost)
                await asyncio.sleep(backoff(attempt))
                attempt += 1

    async def _load_page(self, timeline: Timeline) -> None:
        before = f"&before={timeline.first_seq}" if timeline.loaded else ""
        page = await self.connection.call("GET", f"rooms/{timeline.room}/messages/?limit={PAGE}{before}")
        self._note_all_heard(timeline.room, page)
        if self.timelines.get(timeline.room) is timeline:
            take = timeline.extend if before else timeline.load
            take(rows_of(page["messages"]), has_before=page["has_before"])

    # -- Catching up

    async def _call(self, method: str, path: str, body: Any) -> Json:
        return await self.connection.call(method, path, body)

    def _restart(self) -> None:
        self.connection.restart()

    def _behind(self) -> Mapping[int, int]:
        if not self._catches_up:
            return {}
        return {room: timeline.have for room, timeline in self.timelines.items() if timeline.needs_sync}

    async def _sync(self, revs: Mapping[int, int]) -> Json:
        rooms = {str(room): rev for room, rev in revs.items()}
        self._asked = {room: self.timelines[room] for room in revs if room in self.timelines}
        answer = await self.connection.call("POST", "sync/", {"epoch": self._epoch, "rooms": rooms})
        if answer["epoch"] != self._epoch:
            self.connection.restart()
        return answer

    def _take_sync(self, room: int, base: int, answer: Json) -> None:
        if answer.get("gone"):
            # A room that was left and entered again meanwhile has a new timeline.
            if self.timelines.get(room) is self._asked.get(room):
                self.shut(room)
            return
        self._note_all_heard(room, answer)
        if timeline := self.timelines.get(room):
            timeline.take_sync(base, answer)
            self._load(timeline)

    # -- For the checker

    def _note_heard(self, frame: Json) -> None:
        """Noted before it is processed: what is not shown must not have been told either."""
        if frame["type"] == "message":
            self._note(frame["room"], frame["message"])

    def _note_all_heard(self, room: int, answer: Json) -> None:
        for message in answer["messages"]:
            self._note(room, message)

    def _note(self, room: int, message: Json) -> None:
        self._diary.note(Heard(now(), room, message["author"]["id"], message["nonce"], message["text"]))
