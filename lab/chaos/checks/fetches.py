"""Fetch the files of messages as people do, and check their bytes."""

import asyncio
import random
from collections.abc import Coroutine, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import httpx

from lab.chaos.checks.anomalies import Anomaly, Violation
from lab.chaos.checks.history import Acknowledged, Changing, Diary, Uploaded
from lab.chaos.clients.client import Client
from lab.chaos.clients.connection import LOST
from lab.chaos.clients.crowd import Crowd
from lab.chaos.uploads.content import digest_of
from lab.chaos.world.database import Database

TRY_SECONDS, PAUSE_SECONDS = 20.0, 0.3
ANSWER_SECONDS = 10
AT_ONCE = 4
# Files that are fetched after each fault, the latest ones, and files that outsiders try to fetch in the end.
MOST_OF_A_ROUND, MOST_FOR_OUTSIDERS = 30, 60
NOT_FOUND = 404

Check = Coroutine[Any, Any, list[Violation]]


class Carried(NamedTuple):
    """A file of a message."""

    room: int
    nonce: str
    file: str


async def after_a_fault(crowd: Crowd, url: str) -> list[Violation]:
    """Violations of the latest files of messages that were acknowledged, and that nobody is changing. People go on."""
    diaries = list(crowd.diaries)
    latest = list(unchanged(diaries))[-MOST_OF_A_ROUND:]
    async with fetching(url) as http:
        found = await _all(_of_a_member(http, crowd.hosts[0], each, digests(diaries)) for each in latest)
    still = set(unchanged(diaries))
    return [
        violation for each, violations in zip(latest, found, strict=True) if each in still for violation in violations
    ]


async def in_the_end(crowd: Crowd, url: str, database: Database) -> list[Violation]:
    """Violations of all files of all messages: for a member, for people who are in none of their rooms, for nobody."""
    diaries, chance = list(crowd.diaries), random.Random(0)
    rows = [
        Carried(room, row.nonce, file) for room, rows in database.rooms.items() for row in rows for file in row.files
    ]
    gone = sorted({each.file for each in _ever(diaries)} - {each.file for each in rows})
    few = chance.sample(rows, min(len(rows), MOST_FOR_OUTSIDERS))
    async with fetching(url) as http:
        found = await _all(_of_a_member(http, crowd.hosts[0], each, digests(diaries)) for each in rows)
        found += await _all(_of_a_guest(http, crowd, each, database, chance) for each in few)
        found += await _all(_of_nobody(http, each) for each in few)
        found += await _all(_of_deleted(http, crowd.hosts[0], file) for file in gone[-MOST_FOR_OUTSIDERS:])
    return [violation for violations in found for violation in violations]


def unchanged(diaries: Sequence[Diary]) -> Iterator[Carried]:
    """The files of messages whose author was told of their state and has not begun to change it since."""
    last: dict[str, Acknowledged | Changing] = {}
    for diary in diaries:
        for entry in list(diary.entries):
            if isinstance(entry, Acknowledged):
                last[entry.row.nonce] = entry
            elif isinstance(entry, Changing):
                last[entry.nonce] = entry
    for entry in sorted(last.values(), key=lambda entry: entry.at):
        if isinstance(entry, Acknowledged):
            yield from (Carried(entry.room, entry.row.nonce, file) for file in entry.row.files)


def digests(diaries: Sequence[Diary]) -> Mapping[str, str]:
    """The SHA-256 of each file whose upload was acknowledged."""
    uploaded = [entry for diary in diaries for entry in list(diary.entries) if isinstance(entry, Uploaded)]
    return {entry.file: entry.content.digest for entry in uploaded}


def fetching(url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url, timeout=ANSWER_SECONDS, limits=httpx.Limits(max_connections=AT_ONCE))


async def fetched(http: httpx.AsyncClient, path: str, client: Client | None = None) -> httpx.Response | None:
    """The answer, by the token of a client; None where there is none within TRY_SECONDS."""
    end = asyncio.get_running_loop().time() + TRY_SECONDS
    while asyncio.get_running_loop().time() < end:
        try:
            headers = {"Authorization": f"Bearer {await client.connection.token()}"} if client else {}
            answer = await http.get(path, headers=headers)
            if answer.is_success or answer.status_code == NOT_FOUND:
                return answer
        except LOST:
            pass
        await asyncio.sleep(PAUSE_SECONDS)
    return None


async def _of_a_member(
    http: httpx.AsyncClient, member: Client, carried: Carried, expected: Mapping[str, str]
) -> list[Violation]:
    answer = await fetched(http, f"/files/{carried.file}/original", member)
    if answer is None:
        return [_violation(Anomaly.LATE, carried, f"was not answered within {TRY_SECONDS:.0f} s")]
    if not answer.is_success:
        return [_violation(Anomaly.LOST_WRITE, carried, f"is answered to a member with {answer.status_code}")]
    digest = digest_of(answer.content)
    if digest != expected.get(carried.file) or digest not in answer.headers.get("etag", ""):
        return [_violation(Anomaly.LOST_WRITE, carried, f"has {len(answer.content)} bytes, and not those uploaded")]
    return await _of_thumbnails(http, member, carried)


async def _of_thumbnails(http: httpx.AsyncClient, member: Client, carried: Carried) -> list[Violation]:
    """Those that the file names are there."""
    told = await fetched(http, f"/api/files/{carried.file}/", member)
    file = told.json() if told and told.is_success else {}
    named = [file[key] for key in ("thumbnail_url", "preview_url") if file.get(key)]
    answers = [await fetched(http, path, member) for path in named]
    if all(answer and answer.is_success and answer.content[8:12] == b"WEBP" for answer in answers):
        return []
    return [_violation(Anomaly.LOST_WRITE, carried, "names thumbnails that are not there")]


async def _of_a_guest(
    http: httpx.AsyncClient, crowd: Crowd, carried: Carried, database: Database, chance: random.Random
) -> list[Violation]:
    """Somebody who is in the room now, and somebody who is not."""
    found = []
    for is_in in (True, False):
        people = [guest for guest in crowd.guests if database.has(guest.guest.user, carried.room) == is_in]
        if people:
            answer = await fetched(http, f"/files/{carried.file}/original", chance.choice(people))
            if answer is None or answer.is_success != is_in:
                status = answer.status_code if answer else "nothing"
                who = "a member" if is_in else "somebody outside of the room"
                kind = Anomaly.LOST_WRITE if is_in else Anomaly.FOREIGN
                found.append(_violation(kind, carried, f"is answered to {who} with {status}"))
    return found


async def _of_nobody(http: httpx.AsyncClient, carried: Carried) -> list[Violation]:
    answer = await fetched(http, f"/files/{carried.file}/original")
    if answer and answer.status_code == NOT_FOUND:
        return []
    return [_violation(Anomaly.FOREIGN, carried, "is given to somebody without a token")]


async def _of_deleted(http: httpx.AsyncClient, member: Client, file: str) -> list[Violation]:
    answer = await fetched(http, f"/files/{file}/original", member)
    if answer and answer.status_code == NOT_FOUND:
        return []
    return [_violation(Anomaly.FOREIGN, Carried(0, "", file), "is given, after it was taken away or deleted")]


def _ever(diaries: Sequence[Diary]) -> Iterator[Carried]:
    """The files of all messages that ever had some."""
    for diary in diaries:
        for entry in diary.entries:
            if isinstance(entry, Acknowledged):
                yield from (Carried(entry.room, entry.row.nonce, file) for file in entry.row.files)


async def _all(checks: Iterable[Check]) -> list[list[Violation]]:
    """The outcomes of all checks, AT_ONCE at a time."""
    places = asyncio.Semaphore(AT_ONCE)
    return await asyncio.gather(*(_in_turn(places, check) for check in checks))


async def _in_turn(places: asyncio.Semaphore, check: Check) -> list[Violation]:
    async with places:
        return await check


def _violation(anomaly: Anomaly, carried: Carried, what: str) -> Violation:
    return Violation(anomaly, carried.room, f"the file {carried.file} {what}")
