"""Search for every word in the end, and compare the index with the messages."""

import asyncio
import re
from collections.abc import Mapping, Sequence

from lab.chaos.checks.anomalies import Anomaly, Violation, Violations
from lab.chaos.checks.history import Changing, Diary, Hit, Row, Wrote
from lab.chaos.clients.backoff import backoff
from lab.chaos.clients.client import Client
from lab.chaos.clients.connection import LOST
from lab.chaos.clients.crowd import Crowd
from lab.chaos.searching.seeking import found_by
from lab.chaos.searching.words import words_of
from lab.chaos.world.database import Database
from lab.servers.served import Served

# Words that are searched for by a member of all rooms, and those by people who may be in none of them.
MOST, MOST_FOR_GUESTS = 200, 40
MOST_TRIES = 6
COMPARED = re.compile(r"Compared ([\d,]+) chunks with their messages: ([\d,]+) were wrong .*, ([\d,]+) belonged")


async def in_the_end(crowd: Crowd, database: Database) -> list[Violation]:
    """What is found by each word is what the database has in the rooms of who searches."""
    words = written(crowd.diaries)[-MOST:]
    found = [each for word in words for each in await _sought(crowd.hosts[0], word, database)]
    for number, word in enumerate(words[-MOST_FOR_GUESTS:]):
        found += await _sought(crowd.guests[number % len(crowd.guests)], word, database)
    return found


def written(diaries: Sequence[Diary]) -> list[str]:
    """All words that were ever in a message, the latest last."""
    entries = [entry for diary in diaries for entry in diary.entries if isinstance(entry, Wrote | Changing)]
    return [word for entry in sorted(entries, key=lambda entry: entry.at) for word in words_of(entry.text)]


def compared(site: Served) -> Violations:
    """`reindex --check` finds nothing wrong."""
    said = site.manage("reindex", "--check")
    figures = COMPARED.search(said)
    if figures is None or "not compared" in said:
        yield Violation(Anomaly.LATE, 0, f"the index was not compared with the messages: {said}")
    elif figures[2] != "0" or figures[3] != "0":
        yield Violation(Anomaly.UNOBSERVED, 0, f"the index does not equal the messages: {figures[0]}")


async def _sought(client: Client, word: str, database: Database) -> list[Violation]:
    for attempt in range(MOST_TRIES):
        try:
            found, _ = await found_by(client.connection, word)
        except LOST as lost:
            client.connection.trouble("search", lost)
            await asyncio.sleep(backoff(attempt))
        else:
            return list(differences(client.guest.user, word, found, visible(client.guest.user, word, database)))
    return [Violation(Anomaly.LATE, 0, f"{word} was not answered in {MOST_TRIES} tries", client.guest.user)]


def visible(user: int, word: str, database: Database) -> Mapping[tuple[int, int, str], Row]:
    """The messages with this word in the user's rooms, by room, author and nonce."""
    return {
        (room, row.author, row.nonce): row
        for room, rows in database.rooms.items()
        if database.has(user, room)
        for row in rows
        if word in row.text
    }


def differences(user: int, word: str, found: Sequence[Hit], stored: Mapping[tuple[int, int, str], Row]) -> Violations:
    hits = {(hit.room, hit.author, hit.nonce): hit for hit in found}
    for key in stored.keys() - hits.keys():
        yield Violation(Anomaly.UNOBSERVED, key[0], f"{word} is stored and not found", user)
    for key in hits.keys() - stored.keys():
        yield Violation(Anomaly.FOREIGN, key[0], f"{word} is found and should not be", user)
    for key in hits.keys() & stored.keys():
        if hits[key].rev != stored[key].rev:
            what = f"{word} is found as of {hits[key].rev} instead of {stored[key].rev}"
            yield Violation(Anomaly.UNOBSERVED, key[0], what, user)
