"""Whom messages may concern. Wider than what is decided in the end: whoever is named here and wants nothing is told nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Sized
from typing import NamedTuple

from chat.models import Message
from notifications.models import Crowd
from notifications.selectors import wishes
from notifications.services import edits, items
from notifications.services.edits import Edit

# Members of a room, followers of a thread and people with a keyword that are told of a message together with others. Where there are
# more, they are told apart, in parts. A message names no more people than chat.mentions.MOST_NAMES.
FEW = 50

People = Mapping[int, set[int]]


class Many(NamedTuple):
    """People of one kind whom a message concerns, and who are too many to be told with others."""

    message_id: int
    kind: Crowd.Kind
    earlier_text: int | None = None


class Candidates:
    """Ids of people by message id. A few queries for all messages.

    `people`: of whom it is decided. `named`: of an edited message, those of them whom the edit names; nobody else is told of it newly.
    `many`: those who are told apart. `keyword`: those of whom the message has a keyword that was not there before.
    """

    def __init__(self, messages: Sequence[Message], keyword: People, edited: Mapping[int, Edit]) -> None:
        new = [message for message in messages if message.pk not in edited]
        self._old = edits.old_among([message for message in messages if message.pk in edited])
        self._edited = edited
        self.many: list[Many] = []
        self._keyword = self._few(keyword, {number: edit.text for number, edit in edited.items()})
        self._members = _grouped(wishes.members({each.room_id for each in messages if self._is_to_all(each)}))
        self._followers = self._few_followers(new)
        told = items.whom_edits_may_change(edited)
        self.people: dict[int, set[int]] = {}
        self.named: dict[int, set[int]] = {}
        for message in messages:
            people = self._named(message)
            if message.pk in edited:
                self.named[message.pk] = people
                people = people | {*(message.mentions or ())} | told.get(message.pk, set())
            self.people[message.pk] = people - {message.author_id}
            if self._calls_all(message) and is_to_crowd(message):
                self.many.append(Many(message.pk, Crowd.Kind.HERE))

    def _named(self, message: Message) -> set[int]:
        """Whom the message, or its edit, concerns."""
        if message.pk in self._old:
            return set()
        edit = self._edited.get(message.pk)
        people = edit.named(message) if edit else {*(message.mentions or ())}
        people |= self._keyword.get(message.pk, set())
        if edit is None:
            people |= self._followers.get(message.thread_id or 0, set())
        if self._is_to_all(message):
            people |= self._members.get(message.room_id, set())
        return people

    def _calls_all(self, message: Message) -> bool:
        """Whether it mentions everybody; by an edit, whether it did not before."""
        edit = self._edited.get(message.pk)
        return message.pk not in self._old and (edit.is_to_all(message) if edit else message.mentions_here)

    def _is_to_all(self, message: Message) -> bool:
        """Whether it concerns every member, and these are few enough to be told together."""
        if message.room.is_direct and message.pk not in self._edited:
            return True
        return self._calls_all(message) and not is_to_crowd(message)

    def _few(self, keyword: People, earlier: Mapping[int, int | None]) -> People:
        for message, people in keyword.items():
            if len(people) > FEW and message not in self._old:
                self.many.append(Many(message, Crowd.Kind.KEYWORD, earlier.get(message)))
        return {message: people for message, people in keyword.items() if len(people) <= FEW}

    def _few_followers(self, new: Sequence[Message]) -> People:
        replies = [message for message in new if message.thread_id is not None]
        numbers = wishes.number_of_followers({each.thread_id for each in replies if each.thread_id is not None})
        large = {thread for thread, number in numbers.items() if number > FEW}
        self.many += [Many(each.pk, Crowd.Kind.REPLY) for each in replies if each.thread_id in large]
        return _grouped(wishes.followers(numbers.keys() - large))


def is_to_crowd(message: Message) -> bool:
    """Whether the room is a large one, of whose members nobody is told with others."""
    return not message.room.is_direct and message.room.member_count > FEW


def added(people: People, before: People) -> People:
    """Of these people those who were not there before."""
    return {message: some - before.get(message, set()) for message, some in people.items()}


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    grouped: dict[int, set[int]] = defaultdict(set)
    for place, user in pairs:
        grouped[place].add(user)
    return grouped


def first_together(messages: Sequence[Message], sizes: Mapping[int, Sized], most: int) -> Sequence[Message]:
    """The first of these messages that are no more than this in all; at least one. `sizes`: what each has of it, by message id."""
    number = 0
    for count, message in enumerate(messages):
        number += len(sizes.get(message.pk, ()))
        if count and number > most:
            return messages[:count]
    return messages
