"""What a gate is, and how all of them are asked about a batch of people who are about to write.

An app adds a gate by naming it in its AppConfig: `gates = ("moderation.gates.MUTED",)`. They are asked in the order of the installed apps.
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
    """What somebody is about to do. Deleting and reacting are no writing: chat/services/rules.py says who may."""

    SEND = "send"
    EDIT = "edit"
    TYPE = "type"


class Writer(NamedTuple):
    """A member who is about to write. `role` is a Membership.Role; of `room`, the columns of batch_statements.ROOM_FIELDS are loaded."""

    room: Room
    user_id: int
    role: str


# Raises the Problem of its gate.
Check = Callable[[Writer], None]


class Gate(NamedTuple):
    """`open` gets all writers of a batch and the database's time. It asks at most one query and returns the check of one writer, or None
    where it refuses nobody of them: then it has asked nothing.

    A gate that `counts` remembers whom it let pass, so it is asked last, when nothing else can refuse the message any more.
    """

    open: Callable[[Collection[Writer], datetime], Check | None]
    writes: frozenset[Write] = frozenset(Write)
    counts: bool = False


class Gates:
    """All gates, open for one batch."""

    def __init__(self, write: Write, writers: Collection[Writer], now: datetime) -> None:
        opened = [(gate, check) for gate in installed() if write in gate.writes and (check := gate.open(writers, now))]
        self._checks = [check for gate, check in opened if not gate.counts]
        self._counting = [check for gate, check in opened if gate.counts]

    def check(self, writer: Writer) -> None:
        """Before anything else is looked at. Raises Problem."""
        for check in self._checks:
            check(writer)

    def count(self, writer: Writer) -> None:
        """When nothing else refuses what they write. Raises Problem."""
        for check in self._counting:
            check(writer)


def expect_open(write: Write, writer: Writer) -> None:
    """For one alone. Raises Problem."""
    gates = Gates(write, [writer], timezone.now())
    gates.check(writer)
    gates.count(writer)


@cache
def installed() -> tuple[Gate, ...]:
    """As the apps name them."""
    return tuple(named("gates"))
