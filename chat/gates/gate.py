"""Gates, and the check of a batch of writers against all gates.

An app adds a gate by naming it in its AppConfig: `gates = ("moderation.gates.MUTED",)`. Gates are asked in the order of
the installed apps.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from enum import Enum
from functools import cache
from typing import NamedTuple

from django.utils import timezone

from chat.models import Room
from core.app_contents import named


class Write(Enum):
    """What a person is about to do. Deleting and reacting are no writing; chat/services/rules.py says who may do
    them."""

    SEND = "send"
    EDIT = "edit"
    TYPE = "type"


class Writer(NamedTuple):
    """A member who is about to write. `role` is a Membership.Role. The columns batch_statements.ROOM_FIELDS of `room` are
    loaded. `guards` are the bits of chat/models/guards.py of the member, the person and the site; those of the room are
    `room.guards`."""

    room: Room
    user_id: int
    role: str
    guards: int = 0

    def is_guarded(self, bit: int) -> bool:
        """Whether the app that sets this bit has something to ask."""
        return bool((self.guards | self.room.guards) & bit)


# The check of one writer. It raises the Problem of its gate.
Check = Callable[[Writer], None]


class Gate(NamedTuple):
    """`open` takes all writers of a batch and the database's time. It makes at most one query, and one more where a member has the
    bit HELD. It returns the check of
    one writer, or None without a query when it refuses none of them.

    A gate that `counts` remembers the writers that it let pass. It is asked last, when nothing else can refuse the
    message any more.
    """

    open: Callable[[Collection[Writer], datetime], Check | None]
    writes: frozenset[Write] = frozenset(Write)
    counts: bool = False


class Gates:
    """All gates, opened for one batch."""

    def __init__(self, write: Write, writers: Collection[Writer], now: datetime) -> None:
        opened = [(gate, check) for gate in installed() if write in gate.writes and (check := gate.open(writers, now))]
        self._checks = [check for gate, check in opened if not gate.counts]
        self._counting = [check for gate, check in opened if gate.counts]

    def check(self, writer: Writer) -> None:
        """Ask the gates that do not count, before all other checks. Raises Problem."""
        for check in self._checks:
            check(writer)

    def count(self, writer: Writer) -> None:
        """Ask the gates that count, after all other checks. Raises Problem."""
        for check in self._counting:
            check(writer)


def expect_open(write: Write, writer: Writer) -> None:
    """Ask all gates about a single writer. Raises Problem."""
    gates = Gates(write, [writer], timezone.now())
    gates.check(writer)
    gates.count(writer)


@cache
def installed() -> tuple[Gate, ...]:
    """All gates that apps name, in the order of the installed apps."""
    return tuple(named("gates"))
