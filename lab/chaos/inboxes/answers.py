"""Ask the site in the end for everybody's inbox and counts, and check that all agree."""

import asyncio
import time
from collections.abc import AsyncIterator, Collection, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lab.chaos.checks import inboxes
from lab.chaos.checks.anomalies import Anomaly, Violation
from lab.chaos.checks.inboxes import Answer, Counts, Listed
from lab.chaos.clients.backoff import backoff
from lab.chaos.clients.client import Client
from lab.chaos.clients.connection import LOST
from lab.chaos.clients.crowd import Crowd
from lab.chaos.inboxes.stored import Stored, read, untold

# The job looks by itself after a minute, where whoever stored a message died before waking it.
TOLD_SECONDS = 75
# A device that missed the last change of its inbox hears of it with a heartbeat.
BADGE_SECONDS = 15
PAUSE_SECONDS = 0.25
MOST_TRIES = 6


class Compared(NamedTuple):
    """`listed`: how many items inboxes have, in all."""

    violations: Sequence[Violation]
    listed: int


async def in_the_end(crowd: Crowd, url: str, known: Collection[int]) -> Compared:
    """Nobody may do anything meanwhile."""
    found = await _told(url)
    stored = await asyncio.to_thread(read, url, known)
    await _shown(crowd, stored)
    people = {client.guest.user: client for client in (*crowd.steady, *crowd.guests)}
    answers = await asyncio.gather(*map(_answer, people.values()))
    for user, answer in zip(people, answers, strict=True):
        if answer is None:
            found.append(Violation(Anomaly.LATE, 0, f"the inbox was not answered in {MOST_TRIES} tries", user))
    answered = [answer for answer in answers if answer]
    found += inboxes.violations(crowd.diaries, stored, answered)
    return Compared(found, sum(len(answer.listed) for answer in answered))


async def _told(url: str) -> list[Violation]:
    """Wait until everybody is told of everything."""
    end = time.monotonic() + TOLD_SECONDS
    waiting, given_up = await asyncio.to_thread(untold, url)
    while waiting and time.monotonic() < end:
        await asyncio.sleep(PAUSE_SECONDS)
        waiting, given_up = await asyncio.to_thread(untold, url)
    late = [Violation(Anomaly.LATE, 0, f"nobody is told of {waiting} batches of messages")] if waiting else []
    lost = [Violation(Anomaly.LOST_WRITE, 0, f"{given_up} batches of messages were given up")] if given_up else []
    return [*late, *lost]


async def _shown(crowd: Crowd, stored: Stored) -> None:
    """Wait a while until all devices show what is stored. What is wrong then, the checker finds."""
    for _ in range(int(BADGE_SECONDS / PAUSE_SECONDS)):
        if not any(inboxes.badges(crowd.diaries, stored)):
            break
        await asyncio.sleep(PAUSE_SECONDS)


async def _answer(client: Client) -> Answer | None:
    for attempt in range(MOST_TRIES):
        try:
            return await _asked(client)
        except LOST as lost:
            client.connection.trouble("inbox", lost)
            await asyncio.sleep(backoff(attempt))
    return None


async def _asked(client: Client) -> Answer:
    unread = await client.connection.call("GET", "inbox/unread/")
    pages = [page async for page in _pages(client, "inbox/")]
    items = [item for page in pages for item in page["results"]]
    rooms = [room async for page in _pages(client, "rooms/") for room in page["results"]]
    return Answer(
        client.guest.user,
        [Listed(item["id"], item["message"]["id"], item["kind"], item["done"]) for item in items],
        [page["unread"] for page in pages],
        unread["unread"],
        {int(room): count for room, count in unread["rooms"].items()},
        {room["id"]: Counts(room["unread"], room["mentions"]) for room in rooms},
    )


async def _pages(client: Client, path: str) -> AsyncIterator[Any]:
    address = f"{path}?limit=500"
    while address:
        page = await client.connection.call("GET", address)
        yield page
        address = f"{path}?{urlsplit(page['next']).query}" if page["next"] else ""
