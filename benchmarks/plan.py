"""How much is measured."""

from dataclasses import dataclass, replace

from benchmarks.orders import Window


@dataclass(frozen=True)
class Plan:
    """`rounds` is how often everybody has a turn."""

    rounds: int
    crowd_rounds: int  # with 1,000 sockets
    latency_rounds: int
    slow_rounds: int  # connects, idle sockets, workers
    window: Window
    latency_seconds: float
    sends_window: Window
    connects: int
    idle_sockets: int
    reads: int  # of each person, in a turn
    history_messages: int
    history_reads: int
    drops_seconds: float
    search_messages: int
    search_reads: int
    admin_messages: int
    admin_turns: int
    here_members: int
    here_rate: int  # messages a second of others
    here_seconds: tuple[float, float]  # before the call and from then on
    transfers: int  # of 64 MB, in a turn
    photos: int

    def of_rounds(self, rounds: int | None) -> "Plan":
        """The same with so many rounds of everything, or just the same."""
        if rounds is None:
            return self
        return replace(self, rounds=rounds, crowd_rounds=rounds, latency_rounds=rounds, slow_rounds=rounds)


FULL = Plan(
    rounds=5,
    crowd_rounds=5,
    latency_rounds=5,
    slow_rounds=5,
    window=Window(seconds=3, warm_up=0.5),
    latency_seconds=5,
    sends_window=Window(seconds=5, warm_up=1),
    connects=1_000,
    idle_sockets=2_000,
    reads=10,
    history_messages=1_000_000,
    history_reads=300,
    drops_seconds=60,
    search_messages=1_000_000,
    search_reads=100,
    admin_messages=1_000_000,
    admin_turns=5,
    here_members=10_000,
    here_rate=500,
    here_seconds=(15.0, 90.0),
    transfers=8,
    photos=1_000,
)
QUICK = Plan(
    rounds=3,
    crowd_rounds=1,
    latency_rounds=1,
    slow_rounds=1,
    window=Window(seconds=0.5, warm_up=0.2),
    latency_seconds=1.5,
    sends_window=Window(seconds=2, warm_up=0.5),
    connects=300,
    idle_sockets=500,
    reads=3,
    history_messages=1_000_000,
    history_reads=60,
    drops_seconds=12,
    search_messages=100_000,
    search_reads=30,
    admin_messages=100_000,
    admin_turns=3,
    here_members=600,
    here_rate=50,
    here_seconds=(3.0, 30.0),
    transfers=3,
    photos=40,
)
