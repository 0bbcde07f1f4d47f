"""Store all waiting messages in one transaction.

A transaction costs nearly the same for one message and for fifty. It holds the locks of its rooms while the disk
confirms it: docs/decisions/data/group-commit.md. What becomes of a room that somebody else holds:
docs/decisions/data/held-rooms.md.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from chat import events, signals
from chat.gates.gate import Gates, Write, Writer
from chat.models import Message, Room
from chat.services.messages import attachments, batch_statements, mentions, threads
from chat.services.messages.batch_mentions import BatchMentions, JustJoinedError, Text
from chat.services.messages.filters import Candidate, Screen, Screens, Withheld
from chat.services.messages.insertion import insert, new_message
from chat.services.messages.texts import checked
from chat.services.refused_retries import RefusedRetries
from core.db.batching import LATER, Later
from core.problems import Problem


class NewMessage(NamedTuple):
    """A message to be stored. `by` is its author; `text` is unchecked. `despite_warning`: the author has read what a
    filter had to say. `is_released`: somebody who may has looked at it, so no filter does, and slow mode has no say.
    `attempt`: how often its client has sent it, this time included."""

    by: User
    room_id: int
    nonce: UUID
    text: str
    reply_to: int | None = None
    thread: int | None = None
    files: tuple[UUID, ...] = ()
    despite_warning: bool = False
    is_released: bool = False
    attempt: int = 1

    @property
    def identity(self) -> tuple[int, int, UUID]:
        return self.room_id, self.by.pk, self.nonce


class Sent(NamedTuple):
    message: Message
    created: bool  # False for a known nonce


Outcome = Sent | Problem | Withheld


def send_together(messages: Sequence[NewMessage]) -> list[Outcome]:
    """Store messages of any authors in any rooms, in this order. A refused message gets its Problem as outcome, one
    that a filter keeps a Withheld; neither affects another message."""
    return [outcome for outcome in _store_again(messages, waits=True) if outcome is not LATER]


def send_where_free(messages: Sequence[NewMessage]) -> list[Outcome | Later]:
    """Store messages without waiting for locks. The outcome is LATER when another transaction locks the room or the
    author's account."""
    return _store_again(messages, waits=False)


def _store_again(messages: Sequence[NewMessage], *, waits: bool) -> list[Outcome | Later]:
    texts = _Texts(messages)
    try:
        return _store(messages, texts, waits=waits)
    except (JustJoinedError, IntegrityError):
        # A transaction in another room stored this nonce meanwhile, without this room's lock. A second attempt finds
        # it.
        texts.mentions.read_all()
        return _store(messages, texts, waits=waits)


@transaction.atomic
def _store(messages: Sequence[NewMessage], texts: "_Texts", *, waits: bool) -> list[Outcome | Later]:
    batch = _Batch(messages, texts, waits=waits)
    outcomes: list[Outcome | Later] = []
    for new in messages:
        if batch.is_held(new):
            outcomes.append(LATER)
            continue
        try:
            outcomes.append(batch.take(new))
        except (Problem, Withheld) as refusal:
            outcomes.append(refusal)
            batch.refused.note(new.identity, new.attempt, refusal)
    batch.save()
    return outcomes


class _Texts:
    """What the texts of a batch are once stored, or why they are refused, and the names that they mention."""

    def __init__(self, messages: Sequence[NewMessage]) -> None:
        self.stored = {new: _checked(new) for new in messages}
        self.mentions = BatchMentions(
            {new: Text((new.room_id, new.by.pk), text) for new, text in self.stored.items() if isinstance(text, str)}
        )


class _Batch:
    """One batch of new messages: the facts read for it, its gates, and the messages created."""

    def __init__(self, messages: Sequence[NewMessage], texts: _Texts, *, waits: bool) -> None:
        self.texts, self.mentions = texts.stored, texts.mentions.found
        in_rooms: dict[int, list[Sequence[str]]] = {}
        for new, possible in self.mentions.items():
            in_rooms.setdefault(new.room_id, []).extend(each.names for each in possible)
        self.facts = facts = batch_statements.read(
            {(new.room_id, new.by.pk) for new in messages},
            {(new.by.pk, new.nonce) for new in messages},
            {new.reply_to for new in messages},
            {new.thread for new in messages},
            in_rooms,
            waits=waits,
        )
        self.writers = {
            (room, user): Writer(facts.rooms[room], user, standing.role, standing.guards)
            for (room, user), standing in facts.standings.items()
            if room in facts.rooms
        }
        if not texts.mentions.unread.isdisjoint(self.writers):
            raise JustJoinedError
        self.refused = RefusedRetries((new.identity for new in messages), self.writers)
        self.gates = Gates(Write.SEND, self.writers.values(), facts.now)
        self.screens = Screens(self._guarded(messages), facts.now)
        carrying = [new for new in messages if new.files and self._is_new(new)]
        wanted = {(new.by.pk, file) for new in carrying for file in new.files}
        self.attachments = attachments.Attachments(wanted, waits=waits)
        self.created: list[Message] = []

    def is_held(self, new: NewMessage) -> bool:
        return new.room_id in self.facts.held_rooms or new.by.pk in self.facts.held_authors

    def take(self, new: NewMessage) -> Sent:
        """The new message, numbered but not stored yet, or the stored message with this nonce."""
        writer = self.writers.get((new.room_id, new.by.pk))
        # Checked first: a stored message stays stored, also after its author has left or its room was archived.
        if stored := self.facts.known.get((new.by.pk, new.nonce)):
            if stored.room_id != new.room_id:
                raise Problem("nonce_conflict")
            return Sent(stored if writer else stored.without_marks(), created=False)
        if self.screens and (withheld := self.screens.known(new.by.pk, new.nonce)):
            raise withheld if withheld.held.room == new.room_id else Problem("nonce_conflict")
        if not new.is_released:
            self.refused.check(new.identity, new.attempt)
        text = self.texts[new]
        if isinstance(text, Problem):
            raise text
        if writer is None:
            raise Problem("not_found")
        self.gates.check(writer)
        self._expect_in_room(new)
        if new.files:
            self.attachments.expect(new.by, new.files)
        keeper = self._keeper(new, writer, text)
        if not new.is_released:
            self.gates.count(writer)
        if keeper:
            raise keeper[0].keep(keeper[1])
        message = self._number(new, writer.room, text)
        if self.mentions and (possible := self.mentions.get(new)):
            mentions.resolve(possible, writer.room, writer.role, self.facts.named).put(message)
        if new.files:
            self.attachments.put(message, new.files)
        self.facts.known[new.by.pk, new.nonce] = message
        self.created.append(message)
        return Sent(message, created=True)

    def save(self) -> None:
        self.screens.save()
        self.refused.save(self.facts.now)
        if not self.created:
            return
        roots = threads.add_all(self.created, self.facts.roots, self.facts.rooms)
        rooms = {message.room_id: self.facts.rooms[message.room_id] for message in self.created}
        insert(self.created)
        self.attachments.save()
        if roots:
            Message.objects.bulk_update(roots, ["rev", "replies"])
        batch_statements.save_numbers(rooms.values(), self.facts.now)
        # Before the receivers of the signals: what they do after the commit keeps nobody from seeing the messages.
        events.messages_changed([*self.created, *roots])
        signals.messages_stored.send(Message, messages=self.created)
        if roots:
            signals.messages_changed.send(Message, messages=roots, fields=frozenset({"replies"}))

    def _guarded(self, messages: Sequence[NewMessage]) -> list[tuple[Writer, UUID]]:
        """The writers of new messages about whom a filter may have something to ask."""
        if not any(writer.guards or writer.room.guards for writer in self.writers.values()):
            return []
        writers = [(self.writers.get((new.room_id, new.by.pk)), new) for new in messages if not new.is_released]
        return [
            (writer, new.nonce)
            for writer, new in writers
            if writer and (writer.guards or writer.room.guards) and (new.by.pk, new.nonce) not in self.facts.known
        ]

    def _keeper(self, new: NewMessage, writer: Writer, text: str) -> tuple[Screen, Candidate] | None:
        """The filter that keeps this message, and what it is asked. Raises Problem."""
        if not self.screens or new.is_released:
            return None
        files = self.attachments.of(new.by, new.files)
        candidate = Candidate(
            writer, new.by, new.nonce, text, new.reply_to, new.thread, files, despite_warning=new.despite_warning
        )
        screen = self.screens.keeper(candidate)
        return (screen, candidate) if screen else None

    def _is_new(self, new: NewMessage) -> bool:
        """Whether `take` may store this message: nothing refuses it but a gate, or a file."""
        place, nonce = (new.room_id, new.by.pk), (new.by.pk, new.nonce)
        return place in self.writers and nonce not in self.facts.known and isinstance(self.texts[new], str)

    def _expect_in_room(self, new: NewMessage) -> None:
        if new.reply_to is not None and (new.room_id, new.reply_to) not in self.facts.quoted:
            raise Problem("invalid", fields={"reply_to": ["does_not_exist"]})
        if new.thread is not None and (new.room_id, new.thread) not in self.facts.roots:
            raise Problem("invalid", fields={"thread": ["does_not_exist"]})

    def _number(self, new: NewMessage, room: Room, text: str) -> Message:
        room.last_seq += 1
        # A clock that was set back must not make this message older than the message before it.
        room.last_message_at = max(self.facts.now, room.last_message_at or self.facts.now)
        return new_message(
            new.by,
            room,
            seq=room.last_seq,
            rev=room.next_rev(),
            nonce=new.nonce,
            text=text,
            reply_to_id=new.reply_to,
            thread_id=new.thread,
            created_at=room.last_message_at,
        )


def _checked(new: NewMessage) -> str | Problem:
    try:
        if new.files:
            attachments.check(new.files)
        return checked(new.text, may_be_empty=bool(new.files))
    except Problem as problem:
        return problem
