"""What a search has to find, by reading every message. It shares the fold and the rule of words with the search, and
nothing else."""

from collections.abc import Iterator
from typing import NamedTuple

from accounts.models import User
from chat.bare_urls import urls_in
from chat.models import Membership, Message
from core.text.search_fold import search_fold
from search.matching.words import Word, contains
from search.query.parsed import Query


class Read(NamedTuple):
    message: Message
    membership: Membership
    # User names of everybody in its room.
    names: set[str]
    folded: str


class Scan:
    """All messages that somebody may find, as they are when it is made."""

    def __init__(self, by: User) -> None:
        self._by = by
        memberships = Membership.objects.filter(user=by, left_at=None).select_related("room")
        read = [one for membership in memberships for one in self._read(membership)]
        self._newest_first = sorted(read, key=lambda one: _order(one.message), reverse=True)

    def __call__(self, query: Query) -> list[int]:
        """The ids of the messages that the query finds, the newest first."""
        return [one.message.pk for one in self._newest_first if self._holds(one, query)]

    def _read(self, membership: Membership) -> Iterator[Read]:
        names = {search_fold(one.user.username) for one in membership.room.memberships.select_related("user")}
        for message in membership.room.messages.filter(deleted_at=None).select_related("author"):
            parts = [message.text, *(row[1] for row in message.files or ())]
            yield Read(message, membership, names, "\x1d".join(map(search_fold, parts)))

    def _holds(self, one: Read, query: Query) -> bool:
        return (
            all(self._has(one, word) for word in query.words)
            and not any(self._has(one, word) for word in query.excluded)
            and self._is_in(one, query)
            and self._is_such(one.message, query)
        )

    def _has(self, one: Read, word: Word) -> bool:
        # The first is far quicker, and the rule finds nothing where it does not hold.
        return word.text in one.folded and contains(one.folded, word)

    def _is_in(self, one: Read, query: Query) -> bool:
        room, message = one.membership.room, one.message
        is_read = message.seq <= one.membership.last_read_seq or message.author_id == self._by.pk
        return (
            (not query.rooms or search_fold(room.name) in query.rooms)
            and (not query.people or (room.is_direct and one.names >= {*query.people}))
            and not (query.is_unread and is_read)
        )

    def _is_such(self, message: Message, query: Query) -> bool:
        authors = {search_fold(message.author.username), *(["me"] if message.author_id == self._by.pk else [])}
        return (
            (not query.authors or bool(authors & {*query.authors}))
            and query.has <= _has(message)
            and (not query.mentions_me or message.mentions_here or self._by.pk in (message.mentions or ()))
            and (query.since is None or message.created_at >= query.since)
            and (query.until is None or message.created_at < query.until)
        )


def _order(message: Message) -> tuple[object, ...]:
    return message.created_at, message.room_id, message.seq


def _has(message: Message) -> set[str]:
    there = {
        "link": next(urls_in(message.text), None),
        "file": message.files,
        "image": any(row[2].startswith("image/") and row[5] for row in message.files or ()),
        "reaction": message.reactions,
        "pin": message.pinned_at,
        "thread": message.replies,
    }
    return {name for name, is_there in there.items() if is_there}
