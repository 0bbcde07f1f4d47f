"""Store all waiting messages in one transaction.

A transaction costs nearly the same for one message and for fifty. It holds the locks of its rooms while the disk
confirms it: docs/decisions/data/group-commit.md. What becomes of a room that somebody else holds:
docs/decisions/data/held-rooms.md.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from accounts.models import User
from chat import events, signals
from chat.gates.gate import Gates, Write, Writer
from chat.models import Message, Room
from chat.services.messages import attachments, batch_statements, mentions, threads
from chat.services.messages.batch_mentions import BatchMentions, JustJoinedError, Text
from chat.services.messages.texts import checked
from core.db.batching import LATER, Later
from core.db.rows import Rows
from core.problems import Problem

COLUMNS = (
    "room_id", "seq", "rev", "author_id", "nonce", "text", "reply_to_id", "thread_id", "mentions", "mentions_here", "mention_texts",
    "files", "created_at",
)  # fmt: skip
_new = Rows("new", Message, COLUMNS)
# The values of a message's other columns. Otherwise each new message would ask each field for its default.
EMPTY = {field.attname: field.get_default() for field in Message._meta.concrete_fields}


class NewMessage(NamedTuple):
    """A message to be stored. `by` is its author; `text` is unchecked."""

    by: User
    room_id: int
    nonce: UUID
    text: str
    reply_to: int | None = None
    thread: int | None = None
    files: tuple[UUID, ...] = ()


class Sent(NamedTuple):
    message: Message
    created: bool  # False for a known nonce


def send_together(messages: Sequence[NewMessage]) -> list[Sent | Problem]:
    """Store messages of any authors in any rooms, in this order. A refused message gets its Problem as outcome and
    affects no other message."""
    return [outcome for outcome in _store_again(messages, waits=True) if outcome is not LATER]


def send_where_free(messages: Sequence[NewMessage]) -> list[Sent | Problem | Later]:
    """Store messages without waiting for locks. The outcome is LATER when another transaction locks the room or the
    author's account."""
    return _store_again(messages, waits=False)


def _store_again(messages: Sequence[NewMessage], *, waits: bool) -> list[Sent | Problem | Later]:
    texts = _Texts(messages)
    try:
        return _store(messages, texts, waits=waits)
    except (JustJoinedError, IntegrityError):
        # A transaction in another room stored this nonce meanwhile, without this room's lock. A second attempt finds
        # it.
        texts.mentions.read_all()
        return _store(messages, texts, waits=waits)


@transaction.atomic
def _store(messages: Sequence[NewMessage], texts: "_Texts", *, waits: bool) -> list[Sent | Problem | Later]:
    batch = _Batch(messages, texts, waits=waits)
    outcomes: list[Sent | Problem | Later] = []
    for new in messages:
        if batch.is_held(new):
            outcomes.append(LATER)
            continue
        try:
            outcomes.append(batch.take(new))
        except Problem as problem:
            outcomes.append(problem)
    batch.save()
    return outcomes


def new_message(author: User, **values: Any) -> Message:
    """A message to be inserted. The names of `values` are those of COLUMNS."""
    message = Message.from_db(connection.alias, list(EMPTY), list((EMPTY | values).values()))
    message.author = author
    return message


def insert(messages: Sequence[Message]) -> None:
    """Insert new messages and set their ids. They have no edits, pins, reactions or replies."""
    rows = [[getattr(message, column) for column in COLUMNS] for message in messages]
    ids = {(room, seq): pk for room, seq, pk in _new.insert(rows, returning=("room_id", "seq", "id"))}
    for message in messages:
        message.pk = ids[message.room_id, message.seq]


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
        self.gates = Gates(Write.SEND, self.writers.values(), facts.now)
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
        text = self.texts[new]
        if isinstance(text, Problem):
            raise text
        if writer is None:
            raise Problem("not_found")
        self.gates.check(writer)
        self._expect_in_room(new)
        if new.files:
            self.attachments.expect(new.by, new.files)
        self.gates.count(writer)
        message = self._number(new, writer.room, text)
        if self.mentions and (possible := self.mentions.get(new)):
            mentions.resolve(possible, writer.room, writer.role, self.facts.named).put(message)
        if new.files:
            self.attachments.put(message, new.files)
        self.facts.known[new.by.pk, new.nonce] = message
        self.created.append(message)
        return Sent(message, created=True)

    def save(self) -> None:
        if not self.created:
            return
        roots = self._answer_roots()
        rooms = {message.room_id: self.facts.rooms[message.room_id] for message in self.created}
        insert(self.created)
        self.attachments.save()
        if roots:
            Message.objects.bulk_update(roots, ["rev", "replies"])
        batch_statements.save_numbers(rooms.values(), self.facts.now)
        signals.messages_stored.send(Message, messages=self.created)
        if roots:
            signals.messages_changed.send(Message, messages=roots, fields=frozenset({"replies"}))
        events.messages_changed([*self.created, *roots])

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
            room_id=room.pk,
            seq=room.last_seq,
            rev=room.next_rev(),
            nonce=new.nonce,
            text=text,
            reply_to_id=new.reply_to,
            thread_id=new.thread,
            created_at=room.last_message_at,
        )

    def _answer_roots(self) -> list[Message]:
        """Update the roots of threads with new replies. Each root takes one rev after all new messages, for any
        number of replies."""
        answered: dict[int, Message] = {}
        for reply in self.created:
            if reply.thread_id is not None:
                root = answered[reply.thread_id] = self.facts.roots[reply.room_id, reply.thread_id]
                threads.add(root, reply)
        for root in answered.values():
            root.rev = self.facts.rooms[root.room_id].next_rev()
        return list(answered.values())


def _checked(new: NewMessage) -> str | Problem:
    try:
        if new.files:
            attachments.check(new.files)
        return checked(new.text, may_be_empty=bool(new.files))
    except Problem as problem:
        return problem
