"""The names mentioned by the texts of a batch of new messages, read before its transaction.

A text full of markup takes 40 ms, and SQLite has one writer. Nobody may take that much time with a message that will be
refused, so long texts are read only of people in the room.
"""

from collections.abc import Hashable, Mapping
from typing import Generic, NamedTuple, TypeVar

from chat.mentions import QUICKLY_READ, PossibleMention, may_mention, names_mentioned
from chat.services.messages import batch_statements
from chat.services.messages.batch_statements import Place

New = TypeVar("New", bound=Hashable)


class Text(NamedTuple):
    place: Place
    text: str  # within the length limit, which bounds the time


class BatchMentions(Generic[New]):
    """The possible mentions in each new message. `unread`: the places of long texts whose authors were in no such room
    when it was looked up, without a lock."""

    def __init__(self, texts: Mapping[New, Text]) -> None:
        texts = {new: each for new, each in texts.items() if may_mention(each.text)}
        long = {each.place for each in texts.values() if len(each.text) > QUICKLY_READ}
        self.unread = long - batch_statements.standings(long).keys() if long else set()
        self._texts = texts
        self.found: dict[New, list[PossibleMention]] = {}
        self._read({new: each for new, each in texts.items() if each.place not in self.unread})

    def read_all(self) -> None:
        self.unread = set()
        self._read(self._texts)

    def _read(self, texts: Mapping[New, Text]) -> None:
        self.found = {new: possible for new, each in texts.items() if (possible := names_mentioned(each.text))}


class JustJoinedError(Exception):
    """Somebody whose text was not read has become a member since."""
