"""Irori's driver, as a web app would behave: one socket, and calls beside it."""

import asyncio
import random
import uuid
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx
import msgspec

from benchmarks.measures.files import photo
from benchmarks.office.connection import TYPING_SECONDS, Connection, Json
from benchmarks.office.driver import Member, Notes, Processes, stamped
from benchmarks.office.rhythm import Act

MOST_CALLS = 200
DARK_SECONDS = 30.0
EMOJI = ("👍", "🍵", "🎉")
WORDS = ("会議", "tea", "資料", "lunch", "来週", "release", "お茶", "deploy")


class Refused(Exception):
    """What the site answered."""


class Device(Connection):
    def __init__(
        self,
        address: str,
        calls: httpx.AsyncClient,
        member: Member,
        token: str,
        notes: Notes,
        chance: random.Random,
        hurry: float,
        photo: bytes,
    ) -> None:
        self._address, self._calls, self._member, self._photo = address, calls, member, photo
        super().__init__(notes, chance, hurry)
        self._token = token
        self._waiting: dict[int, asyncio.Future[Json]] = {}
        self._asked = 0
        self._rooms: dict[int, Json] = {}
        self._mine: list[int] = []
        self._seen: list[int] = []
        self._epoch = ""
        self.acts: Mapping[Act, Callable[[], Awaitable[None]]] = {
            Act.READ: self._read,
            Act.OPEN: self._open_room,
            Act.SEND: self._send,
            Act.REACT: self._react,
            Act.SEARCH: self._search,
            Act.LEAVE: self._leave,
            Act.EDIT: self._edit,
            Act.SLEEP: self.sleep,
            Act.UPLOAD: self._upload,
        }

    async def open(self) -> None:
        protocols: list[Any] = ["chat.v1", f"bearer.{self._token}"]
        with self._notes.timed("connect"):
            await self._connect(self._address, protocols)
            hello = msgspec.json.decode(await self._socket.recv())
        if hello["type"] != "hello":
            raise Refused(hello)
        self._epoch = hello["epoch"]
        known, self._rooms = self._rooms, {room["id"]: room for room in hello["rooms"]}
        self._begin_to_listen()
        if known:
            with self._notes.timed("sync"):
                revs = {str(room): summary["rev"] for room, summary in known.items()}
                await self._call("POST", "sync/", json={"epoch": self._epoch, "rooms": revs})

    def take(self, frame: Json) -> None:
        match frame["type"]:
            case "ok" | "error":
                if waiting := self._waiting.pop(frame["ref"], None):
                    waiting.set_result(frame)
            case "message" if room := self._rooms.get(frame["room"]):
                message = frame["message"]
                room["rev"] = max(room["rev"], frame["rev"])
                if message["seq"] > room["last_seq"]:
                    room["last_seq"] = message["seq"]
                    self._seen = [*self._seen[-20:], message["id"]]
                    self._notes.heard(message["text"])

    async def _read(self) -> None:
        rooms = list(self._rooms.values())
        unread = [room for room in rooms if room["last_seq"] > room["last_read_seq"]]
        room = self._chance.choice(unread or rooms)
        await self._ask("room.read", room=room["id"], seq=room["last_seq"])
        room["last_read_seq"] = room["last_seq"]

    async def _open_room(self) -> None:
        room = self._chance.choice(self._member.rooms)
        page = await self._call("GET", f"rooms/{room}/messages/", params={"limit": 50})
        self._seen = [*self._seen[-10:], *(message["id"] for message in page["messages"][-10:])]

    async def _send(self) -> None:
        room = self._chance.choice(self._member.rooms)
        await self._socket.send(msgspec.json.encode({"type": "typing", "room": room, "thread": None}), text=True)
        await self._lasts(TYPING_SECONDS)
        text = stamped(" ".join(self._chance.choices(WORDS, k=self._chance.randint(3, 20))))
        with self._notes.timed("acknowledgement"):
            answer = await self._ask("message.send", room=room, nonce=str(uuid.uuid4()), text=text)
        self._mine = [*self._mine[-5:], answer["message"]["id"]]

    async def _react(self) -> None:
        if self._seen:
            message = self._chance.choice(self._seen)
            await self._call("PUT", f"messages/{message}/reactions/{self._chance.choice(EMOJI)}/")

    async def _search(self) -> None:
        await self._call("GET", "search/", params={"q": self._chance.choice(WORDS)})

    async def _leave(self) -> None:
        await self._ask("presence.set", state="away")
        await self._lasts(DARK_SECONDS)
        await self._ask("presence.set", state="online", room=self._chance.choice(self._member.rooms))

    async def _edit(self) -> None:
        if self._mine:
            await self._call("PATCH", f"messages/{self._mine[-1]}/", json={"text": "そう書きました, as I meant it"})

    async def _upload(self) -> None:
        files = {"file": ("photo.jpg", self._photo, "image/jpeg")}
        await self._call("POST", "files/", files=files, data={"kind": "photo"})

    async def _ask(self, kind: str, **fields: Any) -> Json:
        self._asked += 1
        answer = self._waiting[self._asked] = asyncio.get_running_loop().create_future()
        await self._socket.send(msgspec.json.encode({"type": kind, "ref": self._asked, **fields}), text=True)
        found: Json = await answer
        if found["type"] == "error":
            raise Refused(found["code"])
        return found

    async def _call(self, method: str, path: str, **more: Any) -> Json:
        answer = await self._calls.request(method, path, headers={"Authorization": f"Bearer {self._token}"}, **more)
        if not answer.is_success:
            raise Refused(f"{answer.status_code} {answer.text[:80]}")
        found: Json = answer.json()
        return found


class Site:
    """One that is there already."""

    def __init__(self, people: list[Member], url: str, ws_url: str, processes: Processes) -> None:
        self.people, self.processes = people, processes
        self._address = f"{ws_url}/ws/chat/"
        self._calls = httpx.AsyncClient(
            base_url=f"{url}/api/", timeout=60, limits=httpx.Limits(max_connections=MOST_CALLS)
        )
        self._photo = photo(0)

    async def __aenter__(self) -> None:
        await self._calls.__aenter__()

    async def __aexit__(self, *_: object) -> None:
        await self._calls.__aexit__()

    def driver(self, member: Member, token: str, notes: Notes, chance: random.Random, hurry: float) -> Device:
        return Device(self._address, self._calls, member, token, notes, chance, hurry, self._photo)
