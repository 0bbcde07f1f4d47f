"""What the figures mean for a team, and which wall it meets next: calculated, from the assumptions below."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.reporting.markdown import shown, table
from benchmarks.results import Results

TEAMS = (100, 10_000, 1_000_000)
ONLINE = 0.7  # of the people, in the busiest hour
DEVICES = 1.5  # sockets of somebody who is online
MESSAGES_PER_HOUR = 20  # of somebody who is online, in the busiest hour
AUDIENCE = 100  # sockets that hear a message, on average; in a small team everybody does
RETURN_SECONDS = 60  # in which everybody should be back after an outage
USED = 0.5  # of what was measured may be used: the rest is for peaks within the hour

ASSUMPTIONS = f"""\
Assumed: {ONLINE:.0%} of the people are online in the busiest hour,
with {DEVICES:g} devices each, and write {MESSAGES_PER_HOUR} messages in it.
A message is heard by {AUDIENCE} sockets, or by all there are. After an outage everybody should be back within {RETURN_SECONDS} seconds.
A server is full when {USED:.0%} of what was measured here is used. A worker is one process on a machine like this one, which it
shared with Redis, PostgreSQL and the load generator."""


@dataclass(frozen=True)
class Team:
    people: int

    @property
    def sockets(self) -> float:
        return self.people * ONLINE * DEVICES

    @property
    def messages(self) -> float:
        """A second."""
        return self.people * ONLINE * MESSAGES_PER_HOUR / 3600

    @property
    def deliveries(self) -> float:
        """A second."""
        return self.messages * min(AUDIENCE, self.sockets)


@dataclass(frozen=True)
class Capacity:
    """What one of each can do, by this run."""

    deliveries: float
    messages: float
    connects: float
    socket_kb: float
    redis_seconds_per_message: float

    @classmethod
    def of(cls, results: Results) -> "Capacity | None":
        """Nothing where a part was not measured."""
        headlines = results.headlines()
        deliveries, messages, connects, kb = (
            headlines.get(name, {}).get("irori") for name in ("fanout_4", "sends", "connects", "idle_kb")
        )
        redis = results.median("fanout_4", "irori", "redis_seconds_per_million")
        if deliveries is None or messages is None or connects is None or kb is None or redis is None:
            return None
        # 200 deliveries came of each message. A share too small to read off counts as a microsecond.
        return cls(deliveries, messages, connects, kb, max(redis * 200 / 1e6, 1e-6))

    def workers(self, team: Team) -> float:
        """For what is written and for everybody's return, whichever needs more."""
        back = team.sockets / RETURN_SECONDS / self.connects
        return max(team.deliveries / (USED * self.deliveries), back, 1)

    def walls(self) -> Iterator[tuple[str, float, str]]:
        """What fills up at how many people, and what comes then. From everything that grows with the people, one person's share."""
        one = Team(1)
        deliveries = one.messages * AUDIENCE
        yield (
            "one worker's deliveries",
            USED * self.deliveries / deliveries,
            "a second worker: rooms are in Redis, sockets anywhere",
        )
        yield (
            "one worker's connects",
            self.connects * RETURN_SECONDS / one.sockets,
            "more workers, or a longer return: clients spread theirs",
        )
        yield "one worker's memory, 8 GiB", 8 * 2**20 / self.socket_kb / one.sockets, "more workers, on more machines"
        yield (
            "one PostgreSQL's commits",
            USED * self.messages / one.messages,
            "a faster disk, then rooms divided among databases",
        )
        yield (
            "one Redis, publishing to one worker",
            USED / self.redis_seconds_per_message / one.messages,
            "several Redis hosts: channels-redis divides groups among them",
        )


def section(results: Results) -> str:
    capacity = Capacity.of(results)
    if capacity is None:
        return "Not calculated: a part of the measures is missing."
    return "\n\n".join([ASSUMPTIONS, sizes(capacity), wall_table(capacity), next_wall(capacity)])


def sizes(capacity: Capacity) -> str:
    header = [
        "people",
        "sockets",
        "messages/s",
        "deliveries/s",
        "workers",
        "their sockets' memory",
        "share of one PostgreSQL",
        "share of one Redis",
    ]
    rows = []
    for team in map(Team, TEAMS):
        workers = math.ceil(capacity.workers(team))
        rows.append(
            [
                f"{team.people:,}",
                shown(team.sockets),
                shown(team.messages),
                shown(team.deliveries),
                f"{workers:,}",
                shown(team.sockets * capacity.socket_kb / 2**10, " MiB"),
                f"{team.messages / capacity.messages:.2%}",
                f"{team.messages * capacity.redis_seconds_per_message:.2%} for each worker",
            ]
        )
    return table(header, rows)


def wall_table(capacity: Capacity) -> str:
    walls = sorted(capacity.walls(), key=lambda wall: wall[1])
    return table(["what fills up", "people", "what then"], [(what, f"{size:,.0f}", then) for what, size, then in walls])


def next_wall(capacity: Capacity) -> str:
    biggest = Team(TEAMS[-1])
    workers = math.ceil(capacity.workers(biggest))
    copies = biggest.messages * workers
    return f"""\
For {biggest.people:,} people the wall behind these is the subscriptions.
With {workers:,} workers nearly every room has a socket on each, and one publish becomes up to {workers:,} copies,
{shown(copies)} a second in all, every one a write of Redis and a read of a worker. Sending the sockets of one room to the same
few workers moves it, and so does dividing the groups among several Redis hosts."""
