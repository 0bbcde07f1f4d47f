"""A client's searches: for what was just acknowledged, and for what others wrote."""

import asyncio
from collections import deque
from functools import partial
from urllib.parse import urlencode, urlsplit

from lab.chaos.checks.history import Diary, Hit, Row, Sought, now
from lab.chaos.clients.connection import Connection
from lab.chaos.clients.retrying import insist
from lab.chaos.clients.wire import Json
from lab.chaos.searching.words import KnownWords, words_of

# Searches that wait. Beyond them a client begins no more.
MOST = 6
MOST_PAGES = 5


class Seeking:
    def __init__(self, connection: Connection, diary: Diary, known: KnownWords) -> None:
        self.known = known
        self._connection, self._diary = connection, diary
        self._words: dict[str, tuple[str, ...]] = {}
        self._waiting: deque[tuple[int, str]] = deque()
        self._wanted = asyncio.Event()
        self._turn = 0

    @property
    def is_idle(self) -> bool:
        return not self._waiting

    async def run(self) -> None:
        """Search for what waits, each word until an answer comes. Runs until cancelled."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            while self._waiting:
                await insist(self._connection, partial(self.seek, *self._waiting[0]))
                self._waiting.popleft()

    def acknowledged(self, room: int, row: Row) -> None:
        """Search for the words that a message has, and for those that it had before."""
        words, before = tuple(words_of(row.text)), self._words.get(row.nonce, ())
        if not words and not before:
            return
        self._words[row.nonce] = words
        self._turn += 1
        for some in (words, before):
            if some:
                self.soon(room, some[self._turn % len(some)])
        for word in words:
            self.known.add(room, word)

    def soon(self, room: int, word: str) -> None:
        if len(self._waiting) < MOST:
            self._waiting.append((room, word))
            self._wanted.set()

    async def seek(self, room: int, word: str) -> None:
        """Search for a word that was written in this room. Raises one of LOST."""
        at = now()
        found, is_complete = await found_by(self._connection, word)
        self._diary.note(Sought(at, room, now(), word, found, is_complete))


async def found_by(connection: Connection, word: str) -> tuple[tuple[Hit, ...], bool]:
    """All hits, and whether the site says that its index is complete. Raises one of LOST."""
    hits: list[Hit] = []
    query, is_complete = urlencode({"q": word}), True
    for _ in range(MOST_PAGES):
        answer = await connection.call("GET", f"search/?{query}")
        hits += map(_hit, answer["results"])
        is_complete = is_complete and not any(note["code"] == "index_incomplete" for note in answer["notes"])
        if not answer["next"]:
            break
        query = urlsplit(answer["next"]).query
    return tuple(hits), is_complete


def _hit(result: Json) -> Hit:
    message = result["message"]
    return Hit(result["room"], message["author"]["id"], message["nonce"], message["rev"], message["text"])
