"""Actions of people: mostly writing, sometimes editing, reading, marking a room as favourite, leaving a room, or
removing a person."""

import asyncio
import itertools
import random
from collections.abc import Callable, Iterator

from lab.chaos.checks.history import Acknowledged
from lab.chaos.clients.client import Client
from lab.chaos.clients.retrying import Deed, insist
from lab.chaos.inboxes.names import HERE, calling
from lab.chaos.schedule import Step, chosen
from lab.chaos.searching.words import with_words, words_of
from lab.chaos.world.population import Population

# Actions that may wait. Beyond them a person starts nothing else that needs an answer.
BUSY = 3
# Shares of what is done.
WRITTEN_WORDS = 0.7
FILES_TAKEN_AWAY = 0.5
SPECIAL = 0.6
# Between two searches of a watcher.
SEEK_SECONDS = 1.5
CALLING, CALLING_EDITS = 0.4, 0.3
NOTIFY = ("all", "mentions", "nothing")


class Person:
    """Writes at once, with or without a connection, and does all other actions one after the other."""

    def __init__(self, client: Client, population: Population, guests: list[Client], steps: Iterator[Step]) -> None:
        """`guests`: those whom a moderator may remove and bring back."""
        self._client, self._everybody = client, guests
        self._open_rooms, self._guests = population.open_rooms, [each.guest.user for each in guests]
        self._direct_rooms, self._names = population.direct_rooms, [*population.names, HERE]
        self._steps = steps
        self._deeds: asyncio.Queue[Deed] = asyncio.Queue(BUSY)
        self._doing = False
        self._removed: set[tuple[int, int]] = set()

    @property
    def is_done(self) -> bool:
        return self._deeds.empty() and not self._doing

    async def talk(self) -> None:
        """Start actions until cancelled."""
        acts: dict[str, Callable[[Step], None]] = {
            "write": self._write,
            "edit": self._edit,
            "delete": self._delete,
            "move": self._move,
            "read": self._read,
            "prefer": self._prefer,
            "draft": self._draft,
            "rename": self._rename,
            "remove": self._remove,
            "upload": self._upload,
            "seek": self._seek,
            "call": self._call,
            "reply": self._reply,
            "mark": self._mark,
        }
        for step in self._steps:
            await asyncio.sleep(step.after)
            acts[step.kind](step)

    async def follow_up(self) -> None:
        """Do the queued actions, each until it succeeds or is refused. Runs until cancelled."""
        while True:
            deed = await self._deeds.get()
            self._doing = True
            await insist(self._client.connection, deed)
            self._doing = False

    # -- In rooms

    def _write(self, step: Step) -> None:
        if room := chosen(list(self._client.inbox.timelines), step.which):
            self._client.write(room, step.text)

    def _upload(self, step: Step) -> None:
        # The host, who fetches all files in the end, is in no direct room.
        rooms = [room for room in self._client.inbox.timelines if room not in self._direct_rooms]
        if room := chosen(rooms, step.which):
            self._client.uploads.begin(room, step.text)

    def _call(self, step: Step) -> None:
        """Mention somebody, or everybody."""
        room, name = chosen(list(self._client.inbox.timelines), step.which), chosen(self._names, step.whom)
        if room and name:
            self._client.write(room, calling(name, step.text))

    def _reply(self, step: Step) -> None:
        """In the thread of a message of anybody's, and sometimes mention somebody."""
        author = chosen(self._everybody, step.whom)
        rooms = self._client.inbox.timelines
        if root := chosen([root for root in author.roots if root.room in rooms] if author else [], step.which):
            name = chosen(self._names, step.which) if step.whom < CALLING else None
            self._client.write(root.room, calling(name, step.text) if name else step.text, thread=root.message)

    def _seek(self, step: Step) -> None:
        """Write a word that will be searched for, or search for a word of somebody else, who may be anywhere."""
        room = chosen(list(self._client.inbox.timelines), step.which)
        if room and step.whom < WRITTEN_WORDS:
            self._client.write(room, with_words(step.text))
        elif word := chosen(list(self._client.searches.known.latest), step.which):
            self._client.searches.soon(*word)

    def _edit(self, step: Step) -> None:
        """Of a message with files, one of them may be taken away."""
        if message := self._mine(step):
            text = with_words(step.text) if words_of(message.row.text) else step.text
            if step.whom < CALLING_EDITS and (name := chosen(self._names, step.whom / CALLING_EDITS)):
                text = calling(name, text)
            files = message.row.files[:-1] if step.whom < FILES_TAKEN_AWAY else None
            self._will(lambda: self._client.edit(message, text, files))

    def _delete(self, step: Step) -> None:
        if message := self._mine(step):
            self._will(lambda: self._client.delete(message))

    def _move(self, step: Step) -> None:
        if room := chosen(self._open_rooms, step.which):
            go = self._client.moving.leave if room in self._client.inbox.timelines else self._client.moving.join
            self._will(lambda: go(room))

    def _remove(self, step: Step) -> None:
        """Remove a person, or bring back one who was removed before."""
        room, user = chosen(self._client.guest.moderates, step.which), chosen(self._guests, step.whom)
        if not room or not user or user == self._client.guest.user:
            return
        if self._removed:
            back = self._removed.pop()
            self._will(lambda: self._client.moving.add(*back))
        else:
            self._removed.add((room, user))
            self._will(lambda: self._client.moving.remove(room, user))

    # -- Own state

    def _read(self, step: Step) -> None:
        if timeline := chosen(list(self._client.inbox.timelines.values()), step.which):
            seq = max((row.seq or 0 for row in timeline.screen.rows), default=0)
            self._will(lambda: self._client.wishes.read(timeline.room, seq))

    def _prefer(self, step: Step) -> None:
        if room := chosen(list(self._client.inbox.timelines), step.which):
            name, value = chosen(self._preferences(room), step.whom) or ("notify", "all")
            self._will(lambda: self._client.wishes.prefer(room, name, value))

    def _preferences(self, room: int) -> list[tuple[str, bool | str]]:
        """Preferences that differ from the known state."""
        place = self._client.inbox.own.places.get(room)
        wishes: list[tuple[str, bool | str]] = [("notify", value) for value in NOTIFY]
        if place:
            wishes += [("muted", not place.muted), ("favourite", not place.favourite)] * 2
        return wishes

    def _mark(self, step: Step) -> None:
        self._will(lambda: self._client.marks.some(random.Random(step.text)))

    def _draft(self, step: Step) -> None:
        if room := chosen(list(self._client.inbox.timelines), step.which):
            text = step.text if step.whom < 0.7 else ""
            self._will(lambda: self._client.wishes.draft(room, text))

    def _rename(self, step: Step) -> None:
        self._will(lambda: self._client.wishes.rename(step.text))

    def _will(self, deed: Deed) -> None:
        if not self._deeds.full():
            self._deeds.put_nowait(deed)

    def _mine(self, step: Step) -> Acknowledged | None:
        """One of the client's last stored messages. Those with files or words are chosen more often."""
        entries = reversed(self._client.diary.entries)
        mine = (entry for entry in entries if isinstance(entry, Acknowledged) and not entry.row.deleted)
        last = list(itertools.islice(mine, 10))
        special = [entry for entry in last if entry.row.files or words_of(entry.row.text)]
        return chosen(special if special and step.whom < SPECIAL else last, step.which)


async def seek_now_and_then(client: Client) -> None:
    """Search for words of the client's rooms, whether or not it is in them just now. Runs until cancelled."""
    while True:
        await asyncio.sleep(random.uniform(0, 2 * SEEK_SECONDS))
        words = [(room, word) for room, word in client.searches.known.latest if room in client.guest.rooms]
        if words:
            client.searches.soon(*random.choice(words))
