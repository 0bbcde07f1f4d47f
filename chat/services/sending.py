"""Storing messages: everything that waits, in one transaction.

A transaction costs the same for one message and for fifty, and it holds the room's lock while the disk confirms it; see
docs/architecture.md, "Sends".
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from chat import events
from chat.mentions import calls
from chat.models import Message, Room
from chat.models.message import TEXT_LENGTH
from chat.services import lookups, mentions, rules, statements, threads
from chat.services.changing import without_marks
from core.db.batching import LATER, Later
from core.problems import Problem


class Draft(NamedTuple):
    author: User
    room_id: int
    nonce: UUID
    text: str
    reply_to: int | None = None
    thread: int | None = None


class Sent(NamedTuple):
    message: Message
    created: bool  # False for a nonce that was known


def send_together(drafts: Sequence[Draft]) -> list[Sent | Problem]:
    """Store messages of any authors in any rooms, in this order. What is wrong with one is its outcome and harms no other."""
    return [outcome for outcome in _store_again(drafts, waits=True) if outcome is not LATER]


def send_where_free(drafts: Sequence[Draft]) -> list[Sent | Problem | Later]:
    """The same without waiting for anybody: LATER where somebody else holds the room, or the author's account."""
    return _store_again(drafts, waits=False)


def _store_again(drafts: Sequence[Draft], *, waits: bool) -> list[Sent | Problem | Later]:
    try:
        return _store(drafts, waits=waits)
    except IntegrityError:
        # A nonce was stored at the same time in another room, under a lock that is not ours. By now it is known.
        return _store(drafts, waits=waits)


@transaction.atomic
def _store(drafts: Sequence[Draft], *, waits: bool) -> list[Sent | Problem | Later]:
    batch = _Batch(drafts, waits=waits)
    outcomes: list[Sent | Problem | Later] = []
    for draft in drafts:
        if batch.is_held(draft):
            outcomes.append(LATER)
            continue
        try:
            outcomes.append(batch.take(draft))
        except Problem as problem:
            outcomes.append(problem)
    batch.save()
    return outcomes


def checked(text: str) -> str:
    """The text as it is stored. Raises Problem `text_empty` or `text_too_long`."""
    text = storable(text)
    if not text.strip():
        raise Problem("text_empty")
    return text


def storable(text: str, *, what: str = "A message") -> str:
    """Raises Problem `text_too_long`, before anything is made of the text."""
    if len(text) - text.count("\0") > TEXT_LENGTH:
        raise Problem("text_too_long", f"{what} has at most {TEXT_LENGTH} characters.")
    # PostgreSQL stores no NUL, and a lone surrogate has no encoding.
    return text.replace("\0", "").encode("utf-8", "replace").decode()


class _Batch:
    """What has to be known of the rooms, the people and the messages that these drafts speak of, and what becomes of them.

    Read under the rooms' locks: a retry that overtakes its original finds it, and a member who was just removed is one no more.
    """

    def __init__(self, drafts: Sequence[Draft], *, waits: bool) -> None:
        self.texts = {draft: _checked(draft.text) for draft in drafts}
        # Only what is stored is read: the time it takes is bounded with the length.
        texts = {draft: text for draft, text in self.texts.items() if isinstance(text, str)}
        self.names = {draft: names for draft, text in texts.items() if (names := calls(text))}
        rooms, authors = {draft.room_id for draft in drafts}, {draft.author.pk for draft in drafts}
        self.rooms, self.now = lookups.lock_rooms(rooms) if waits else lookups.lock_free_rooms(rooms)
        self.held_rooms = set() if waits else lookups.existing(rooms - self.rooms.keys())
        self.held_authors = set() if waits else authors - lookups.lock_free_people(authors)
        self.roles = lookups.roles({(draft.room_id, draft.author.pk) for draft in drafts})
        self.known = lookups.known({(draft.author.pk, draft.nonce) for draft in drafts})
        self.replied = lookups.in_rooms({draft.reply_to for draft in drafts})
        self.roots = lookups.roots({draft.thread for draft in drafts})
        self.last_said = lookups.last_said(
            {(draft.room_id, draft.author.pk) for draft in drafts if rules.is_slow(self.rooms.get(draft.room_id))}
        )
        self.called = _called(self.names)
        self.created: list[Message] = []

    def is_held(self, draft: Draft) -> bool:
        return draft.room_id in self.held_rooms or draft.author.pk in self.held_authors

    def take(self, draft: Draft) -> Sent:
        """The message a draft becomes, numbered but not stored yet, or the one it already is."""
        place = (draft.room_id, draft.author.pk)
        role = self.roles.get(place)
        # Before everything else that is asked: what was stored stays so, whoever its author is by now and whatever the room has become.
        if stored := self.known.get((draft.author.pk, draft.nonce)):
            if stored.room_id != draft.room_id:
                raise Problem("nonce_conflict")
            return Sent(stored if role else without_marks(stored), created=False)
        text = self.texts[draft]
        if isinstance(text, Problem):
            raise text
        if role is None:
            raise Problem("not_found")
        room = self.rooms[draft.room_id]
        rules.check(rules.SEND, room, role)
        self._expect_in_room(draft)
        rules.check_pace(room, role, last_said=self.last_said.get(place), now=self.now)
        message = self._number(draft, room, text)
        if self.names and (names := self.names.get(draft)):
            message.mentions, message.mentions_here = mentions.resolve(names, room, role, self.called)
        self.known[draft.author.pk, draft.nonce] = message
        self.created.append(message)
        self.last_said[place] = message.created_at
        return Sent(message, created=True)

    def save(self) -> None:
        if not self.created:
            return
        statements.insert(self.created)
        mentions.keep(self.created)
        roots = self._answer_roots()
        rooms = {message.room_id: self.rooms[message.room_id] for message in self.created}
        statements.save_numbers(rooms.values(), self.now)
        events.messages_changed([*self.created, *roots])

    def _expect_in_room(self, draft: Draft) -> None:
        if draft.reply_to is not None and (draft.room_id, draft.reply_to) not in self.replied:
            raise Problem("invalid", fields={"reply_to": ["does_not_exist"]})
        if draft.thread is not None and (draft.room_id, draft.thread) not in self.roots:
            raise Problem("invalid", fields={"thread": ["does_not_exist"]})

    def _number(self, draft: Draft, room: Room, text: str) -> Message:
        room.last_seq += 1
        # A clock that was set back must not make this message older than the one before.
        room.last_message_at = max(self.now, room.last_message_at or self.now)
        return statements.new_message(
            draft.author,
            room_id=room.pk,
            seq=room.last_seq,
            rev=room.next_rev(),
            nonce=draft.nonce,
            text=text,
            reply_to_id=draft.reply_to,
            thread_id=draft.thread,
            created_at=room.last_message_at,
        )

    def _answer_roots(self) -> list[Message]:
        """The roots of threads that go on take a rev after all new messages, one each however many replies they got."""
        answered: dict[int, Message] = {}
        for reply in self.created:
            if reply.thread_id is not None:
                root = answered[reply.thread_id] = self.roots[reply.room_id, reply.thread_id]
                threads.add(root, reply)
        for root in answered.values():
            root.rev = self.rooms[root.room_id].next_rev()
        if answered:
            Message.objects.bulk_update(answered.values(), ["rev", "replies"])
        return list(answered.values())


def _checked(text: str) -> str | Problem:
    try:
        return checked(text)
    except Problem as problem:
        return problem


def _called(names: Mapping[Draft, mentions.Names]) -> dict[tuple[int, str], int]:
    in_rooms: dict[int, list[Sequence[str]]] = {}
    for draft, candidates in names.items():
        in_rooms.setdefault(draft.room_id, []).extend(candidates)
    return mentions.members_named(in_rooms)
