"""How an app declares work. Imports nothing of Django, so that an AppConfig can name its job types."""

import json
from dataclasses import dataclass
from typing import Any, NamedTuple

# No type has this name.
NETWORK = "network"


@dataclass(frozen=True, slots=True)
class JobType:
    """One kind of work.

    `name` is stored in the rows and must never change: "accounts.mail". `handler` is the dotted path of a function that takes a
    `Claim`; it may move. `title` names the work in English on the admin's pages, where config/locale translates it.

    With `in_database` the handler runs in the transaction that removes the job, so its effect on the database happens exactly once.
    Such a handler must be short and must not talk to the network: on SQLite nobody else writes meanwhile. Up to `most_together` such
    jobs share a transaction; where one of them fails, each has one of its own. Without it the handler runs outside a transaction, under
    a lease that is renewed, and its effect happens at least once. With `takes_many` that handler takes a list of up to `most_together`
    claims, for work that waits for many servers at once. Where it raises, each of them is tried again by itself.

    Types of one `lane` count as one where a process limits what runs at the same time: none of them keeps a thread from other work
    that another of them has taken already. With `in_network` the handler waits for other servers, which may hang: such types together
    leave one of the process's threads to work that does not.
    """

    name: str
    handler: str
    title: str = ""
    in_database: bool = False
    most_attempts: int = 9
    most_waiting: int = 100_000
    # At the same time, in one process.
    most_running: int = 1
    most_together: int = 50
    takes_many: bool = False
    lane: str = ""
    in_network: bool = False
    # One is stored whenever a process that runs or stores jobs starts: its handler changes nothing the second time.
    at_start: bool = False

    @property
    def place(self) -> str:
        """What `most_running` is counted of."""
        return self.lane or self.name

    @property
    def places(self) -> tuple[str, ...]:
        """What a process counts of it while it runs."""
        return (self.place, NETWORK) if self.in_network else (self.place,)


class Claim(NamedTuple):
    """One attempt at a job. `token` tells this attempt from every other of that job; `attempt` counts from 1; `payload` is JSON."""

    id: int
    type: str
    token: str
    payload: str
    attempt: int

    @property
    def data(self) -> dict[str, Any]:
        decoded: dict[str, Any] = json.loads(self.payload)
        return decoded


class JobFailed(Exception):
    """Raised by a handler. The text is stored and shown in the admin, so it must name no person, address or token."""


class QueueFull(Exception):
    """As many jobs of this type wait as may wait. Nothing was stored."""
