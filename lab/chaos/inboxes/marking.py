"""A client's calls that mark items of its inbox."""

import random

from lab.chaos.checks.history import Diary, now
from lab.chaos.clients.connection import Connection
from lab.chaos.inboxes.entries import Marked, Marking

DONE, ALL = 0.7, 0.3
LIMIT = 50


class Marks:
    def __init__(self, connection: Connection, diary: Diary) -> None:
        self._connection, self._diary = connection, diary

    async def some(self, chance: random.Random) -> None:
        """Look at the newest items, and mark some of them as done or undone, or all as done."""
        page = await self._connection.call("GET", f"inbox/?limit={LIMIT}")
        items = [item["id"] for item in page["results"]]
        if not items:
            return
        done = chance.random() < DONE
        if done and chance.random() < ALL:
            await self._mark(tuple(items), up_to=items[0])
        else:
            await self._mark(tuple(chance.sample(items, min(len(items), 3))), done=done)

    async def _mark(self, items: tuple[int, ...], *, done: bool = True, up_to: int = 0) -> None:
        self._diary.note(Marking(now(), 0, items, done, up_to))
        body = {"all": True, "up_to": up_to} if up_to else {"ids": items}
        await self._connection.call("POST", f"inbox/{'done' if done else 'undone'}/", body)
        self._diary.note(Marked(now(), 0, items, done))
