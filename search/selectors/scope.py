"""Where a query looks and what it asks of a message: its names, looked up for the searcher."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accounts.models import User
from chat import selectors
from chat.models import Membership, Room
from chat.selectors.people import people_of_direct_rooms
from core.text.search_fold import search_fold
from search.matching import marks
from search.matching.conditions import EVER, Conditions
from search.matching.segments import microseconds
from search.query.parsed import Note, Query
from search.selectors.people import people_called

ME = "me"


@dataclass(frozen=True, slots=True)
class Scope:
    """`seqs`: the rooms, and the seq in each after which messages count. `rooms`: all rooms that the searcher is in."""

    conditions: Conditions
    seqs: Mapping[int, int]
    rooms: Sequence[Room]
    notes: Sequence[Note]


def scope_of(by: User, query: Query) -> Scope:
    people = {**people_called({*query.authors, *query.people} - {ME}), ME: {by.pk}}
    mine = list(selectors.rooms_of(by))
    notes = [*query.notes, *_unknown_people(query, people)]
    found = mine
    if query.rooms:
        named = {name: _called(mine, name) for name in query.rooms}
        notes += [Note("no_such_room", name) for name, rooms in named.items() if not rooms]
        found = [membership for rooms in named.values() for membership in rooms]
    if query.people:
        found = _with_people(found, [people[name] for name in query.people if name != ME])
    if query.is_unread:
        found = [membership for membership in found if membership.room.last_seq > membership.last_read_seq]
    conditions = _conditions(by, query, {pk for name in query.authors for pk in people[name]})
    seqs = {each.room_id: each.last_read_seq if query.is_unread else 0 for each in found}
    return Scope(conditions, seqs if all(conditions.marks) else {}, [each.room for each in mine], notes)


def _unknown_people(query: Query, people: Mapping[str, set[int]]) -> list[Note]:
    names = dict.fromkeys([*query.authors, *query.people])
    return [Note("nobody_of_this_name", name) for name in names if not people[name]]


def _called(memberships: Iterable[Membership], name: str) -> list[Membership]:
    return [each for each in memberships if search_fold(each.room.name) == name]


def _with_people(memberships: Sequence[Membership], wanted: Sequence[set[int]]) -> list[Membership]:
    """The direct rooms in which one at least of each of these sets of people is."""
    others = people_of_direct_rooms(memberships)
    there = {room: {person.id for person in people} for room, people in others.items()}
    direct = [each for each in memberships if each.room.is_direct]
    return [each for each in direct if all(there.get(each.room_id, set()) & some for some in wanted)]


def _conditions(by: User, query: Query, authors: Iterable[int]) -> Conditions:
    wanted = [frozenset({mark}) for mark in sorted(query.has)]
    if query.authors:
        wanted.append(frozenset(map(marks.by, authors)))
    if query.mentions_me:
        wanted.append(frozenset({marks.mentioning(by.pk), marks.EVERYBODY}))
    return Conditions(
        words=query.words,
        excluded=query.excluded,
        marks=tuple(wanted),
        without=frozenset({marks.by(by.pk)}) if query.is_unread else frozenset(),
        since=0 if query.since is None else microseconds(query.since),
        until=EVER if query.until is None else microseconds(query.until),
    )
