"""Whom messages may concern. Wider than what is decided in the end: whoever is named here and wants nothing is told nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from chat.models import Message
from notifications.selectors import wishes

# Members of a room that are told of a message to everybody with other messages. Where there are more, they are told apart.
FEW = 50

People = Mapping[int, set[int]]


class Candidates:
    """Ids of people by message id, and those of them of whom the message has a keyword. A few queries for all messages."""

    def __init__(self, messages: Sequence[Message]) -> None:
        self.keyword = _by_keyword(messages)
        everywhere = [message for message in messages if is_to_all(message)]
        members = _grouped(wishes.members({message.room_id for message in everywhere}))
        followers = _grouped(wishes.followers({each.thread_id for each in messages if each.thread_id is not None}))
        self.people: dict[int, set[int]] = {}
        for message in messages:
            people = {*(message.mentions or ()), *self.keyword.get(message.pk, ())}
            people.update(followers.get(message.thread_id or 0, ()))
            if is_to_all(message):
                people.update(members.get(message.room_id, ()))
            people.discard(message.author_id)
            self.people[message.pk] = people


def is_to_all(message: Message) -> bool:
    """Whether it concerns every member, and these are few enough to be told together."""
    return message.room.is_direct or (message.mentions_here and not is_to_crowd(message))


def is_to_crowd(message: Message) -> bool:
    """Whether it concerns every member of a large room."""
    return message.mentions_here and not message.room.is_direct and message.room.member_count > FEW


def _by_keyword(messages: Sequence[Message]) -> People:
    by_room: dict[int, list[Message]] = defaultdict(list)
    for message in messages:
        by_room[message.room_id].append(message)
    found: dict[int, set[int]] = {}
    for room, keywords in wishes.keywords(by_room).items():
        said = by_room[room]
        found |= zip([message.pk for message in said], keywords.found_in(each.text for each in said), strict=True)
    return found


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    grouped: dict[int, set[int]] = defaultdict(set)
    for place, user in pairs:
        grouped[place].add(user)
    return grouped
