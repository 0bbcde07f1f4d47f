"""Reconciliation: find what the sockets of this worker were not told about their users. It runs when something may have
been lost, and again until nothing is missing.

It hands each socket the missed events.
"""

import asyncio
import logging
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from accounts.services.sessions import endings
from chat import own_changes
from chat.selectors import own
from chat.selectors.sections import sections_by_person
from chat.socket.heartbeat import Socket
from chat.socket.presence.tracker import presence
from core.db.threads import in_database_for_all

logger = logging.getLogger(__name__)

SOCKETS_AT_ONCE = 500
PAUSE_SECONDS = 1.0
# The greatest share of time spent on reconciliation for any number of sockets, within LONGEST_PAUSE_SECONDS.
SHARE = 0.1
LONGEST_PAUSE_SECONDS = 4.0
# A change is stored a little after its timestamp.
BEFORE_LAST_SECONDS = 20.0

Event = dict[str, Any]


class Question(NamedTuple):
    """A question about some sockets. `told`: by person, the own rev up to which all their sockets have been told.
    `unsure`: people whose rooms are compared one by one."""

    sessions: set[UUID]
    told: dict[int, int]
    unsure: set[int]


class Standing(NamedTuple):
    """The answer. `ended`: reasons by session. `heads`: own revs by person. `changes`: events in order, for people
    who missed some. `rooms`: ids for unsure people."""

    ended: dict[UUID, str]
    heads: dict[int, int]
    changes: dict[int, list[Event]]
    rooms: dict[int, set[int]]


class Reconciliation:
    def __init__(self, sockets: Collection[Socket]) -> None:
        self._sockets = sockets
        self._began_last = time.monotonic()
        self.due = asyncio.Event()
        self._everybody = False

    def reconcile_everybody(self) -> None:
        """Reconcile all sockets. Without this call only the unsure ones are reconciled."""
        self._everybody = True
        self.due.set()

    async def keep(self) -> None:
        while True:
            await self.due.wait()
            self.due.clear()
            began = time.monotonic()
            everybody, self._everybody = self._everybody, False
            pause = PAUSE_SECONDS
            try:
                await self._reconcile(everybody=everybody)
                pause = min(max(pause, (time.monotonic() - began) / SHARE), LONGEST_PAUSE_SECONDS)
            except Exception:
                # The time went into waiting for a database that was away, which costs no other work.
                logger.warning("reconciliation failed", exc_info=logger.isEnabledFor(logging.DEBUG))
                self._everybody = self._everybody or everybody
                self.due.set()
            await asyncio.sleep(pause)

    async def _reconcile(self, *, everybody: bool) -> None:
        began = time.monotonic()
        for sockets in _slices([socket for socket in self._sockets if everybody or socket.own.is_unsure]):
            await self._ask_about(sockets)
        if everybody:
            await self._tell_watchers()
            self._began_last = began

    async def _ask_about(self, sockets: Sequence[Socket]) -> None:
        # Noted before asking: a room entered meanwhile must not count as a room that was left.
        rooms = [set(socket.rooms) for socket in sockets]
        question = _question(sockets)
        for socket in sockets:
            socket.own.is_unsure = False
        try:
            standing = await in_database_for_all(_read, question)
        except BaseException:
            for socket in sockets:
                socket.own.is_unsure = socket.own.is_unsure or socket.identity.user.pk in question.unsure
            raise
        for socket, had in zip(sockets, rooms, strict=True):
            for event in _missed(socket, had, standing):
                socket.notice(event)
                # Ask again until nothing is missing: the handler may fail, or the user may have come back meanwhile.
                socket.own.is_unsure = True
                self.due.set()

    async def _tell_watchers(self) -> None:
        if watched := presence.watched():
            for event in await in_database_for_all(_read_profiles, watched, self._began_last - BEFORE_LAST_SECONDS):
                presence.tell_of_user(event)


def _question(sockets: Iterable[Socket]) -> Question:
    question = Question(set(), {}, set())
    for socket in sockets:
        user = socket.identity.user.pk
        question.sessions.add(socket.identity.session_id)
        question.told[user] = min(socket.own.told.until, question.told.get(user, socket.own.told.until))
        if socket.own.is_unsure:
            question.unsure.add(user)
    return question


def _missed(socket: Socket, had: set[int], standing: Standing) -> Iterator[Event]:
    if reason := standing.ended.get(socket.identity.session_id):
        yield {"type": "session.ended", "sessions": [str(socket.identity.session_id)], "reason": reason}
        return
    user = socket.identity.user.pk
    told_of: set[int] = set()
    if standing.heads.get(user, 0) > socket.own.told.until:
        for event in standing.changes[user]:
            if event["me"] not in socket.own.told:
                if event["type"] in ("membership.started", "membership.ended"):
                    told_of.add(event["room"])
                yield event
        yield {"type": "own.complete", "me": standing.heads[user], "failures": socket.own.failures}
    if user in standing.rooms:
        # A change that fails is repeated. A difference that succeeds after it would tell of the room a second time,
        # and without the own rev.
        yield from _differences(socket, had - told_of, standing.rooms[user] - told_of, standing.heads.get(user, 0))


def _differences(socket: Socket, had: set[int], has: set[int], as_of: int) -> Iterator[Event]:
    for room in had - has:
        yield {"type": "membership.ended", "room": room, "as_of": as_of}
    for room in has - had - socket.rooms:
        if socket.only_room in (None, room):
            yield {"type": "membership.started", "room": room, "as_of": as_of}


def _read(question: Question) -> Standing:
    ended = endings(question.sessions)
    heads = own.own_heads(question.told)
    behind = {user: told for user, told in question.told.items() if heads.get(user, 0) > told}
    return Standing(ended, heads, _changes(behind), own.rooms_of(question.unsure))


def _changes(after: Mapping[int, int]) -> dict[int, list[Event]]:
    """Events after these own revs, in order, read after the heads. Changes since then may be among them; they are
    then told twice."""
    events: dict[int, list[Event]] = {user: [] for user in after}
    for membership in own.memberships_changed(after):
        events[membership.user_id] += own_changes.of_membership(membership, after[membership.user_id])
    for draft in own.drafts_changed(after):
        events[draft.user_id].append(own_changes.drafted(draft))
    sectioned = own.sections_changed(after)
    sections = sections_by_person(sectioned)
    for user, rev in sectioned.items():
        events[user].append(own_changes.sectioned(sections[user], rev))
    for state in own.profiles_changed(after):
        events[state.user_id].append(own_changes.renamed(state.user, state.profile_rev))
    for read in own_changes.readers():
        for user, event in read(after):
            events[user].append(event)
    return {user: sorted(changes, key=lambda change: change["me"]) for user, changes in events.items()}


def _read_profiles(user_ids: Sequence[int], since: float) -> list[Event]:
    changed = own.profiles_changed_within(user_ids, timedelta(seconds=time.monotonic() - since))
    return [own_changes.renamed(state.user, state.profile_rev) for state in changed]


def _slices(sockets: Sequence[Socket]) -> Iterable[Sequence[Socket]]:
    for start in range(0, len(sockets), SOCKETS_AT_ONCE):
        yield sockets[start : start + SOCKETS_AT_ONCE]
