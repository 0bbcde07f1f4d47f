"""Filters: what may be written. Gates (chat/gates/) say who may write; a filter looks at the text.

An app adds a filter by naming it in its AppConfig: `filters = ("moderation.filters.RULES",)`. A filter may refuse a
text, or keep a new message until somebody has looked at it.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple, Protocol
from uuid import UUID

from accounts.models import User
from chat.gates.gate import Writer
from chat.payloads import HeldMessage
from core.app_contents import named
from files.models import File


class Withheld(Exception):
    """The outcome of a new message that a filter keeps. It is not stored as a message, and has no seq."""

    def __init__(self, held: HeldMessage) -> None:
        self.held = held
        super().__init__()


class Candidate(NamedTuple):
    """A new message that nothing but its text may refuse. `files` may be sent by its author, and are locked.
    `despite_warning`: the author has read what the filter had to say."""

    writer: Writer
    by: User
    nonce: UUID
    text: str
    reply_to: int | None
    thread: int | None
    files: Sequence[File]
    despite_warning: bool


class Screen(Protocol):
    """A filter, opened for one batch, in its transaction."""

    def known(self, author_id: int, nonce: UUID) -> Withheld | None:
        """The earlier outcome of a message that was kept."""
        ...

    def keeps(self, new: Candidate) -> bool:
        """Whether the message is to be kept. Raises Problem."""
        ...

    def keep(self, new: Candidate) -> Withheld:
        """Keep the message."""
        ...

    def save(self) -> None:
        """Store what was kept, once for the batch."""
        ...


class Filter(NamedTuple):
    """`open` takes writers and nonces of all new messages of a batch that may have something to be asked (Writer.guards,
    Room.guards), and the database's time. It returns None, without a query, where it looks at none of them.

    `check` is asked about the new text of a message that is edited: the writer, the text, and whether the author has
    read the warning. It raises Problem.
    """

    open: Callable[[Collection[tuple[Writer, UUID]], datetime], Screen | None]
    check: Callable[[Writer, str, bool], None]


class Screens:
    """All filters, opened for one batch."""

    def __init__(self, messages: Collection[tuple[Writer, UUID]], now: datetime) -> None:
        opened = (each.open(messages, now) for each in installed()) if messages else ()
        self._screens = [screen for screen in opened if screen]

    def __bool__(self) -> bool:
        return bool(self._screens)

    def known(self, author_id: int, nonce: UUID) -> Withheld | None:
        found = (screen.known(author_id, nonce) for screen in self._screens)
        return next(filter(None, found), None)

    def keeper(self, new: Candidate) -> Screen | None:
        """The filter that keeps the message. Raises Problem."""
        keepers = [screen for screen in self._screens if screen.keeps(new)]
        return keepers[0] if keepers else None

    def save(self) -> None:
        for screen in self._screens:
            screen.save()


def check_edit(writer: Writer, text: str, *, despite_warning: bool) -> None:
    """Ask all filters about the new text of a message. Raises Problem."""
    if writer.guards or writer.room.guards:
        for each in installed():
            each.check(writer, text, despite_warning)


@cache
def installed() -> tuple[Filter, ...]:
    """All filters that apps name, in the order of the installed apps."""
    return tuple(named("filters"))
