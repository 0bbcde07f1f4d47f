"""How much is measured."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """`rounds` is how often everybody has a turn; a window is what is counted of a turn."""

    rounds: int
    crowd_rounds: int  # with 1,000 sockets
    slow_rounds: int  # connects, idle sockets, workers
    window_seconds: float
    warm_up_seconds: float
    latency_seconds: float
    sends_seconds: float
    connects: int
    idle_sockets: int
    history_messages: int
    history_reads: int


FULL = Plan(
    rounds=5,
    crowd_rounds=5,
    slow_rounds=5,
    window_seconds=3,
    warm_up_seconds=0.5,
    latency_seconds=5,
    sends_seconds=5,
    connects=1_000,
    idle_sockets=2_000,
    history_messages=1_000_000,
    history_reads=300,
)
QUICK = Plan(
    rounds=3,
    crowd_rounds=1,
    slow_rounds=1,
    window_seconds=0.5,
    warm_up_seconds=0.2,
    latency_seconds=1.5,
    sends_seconds=2,
    connects=300,
    idle_sockets=500,
    history_messages=1_000_000,
    history_reads=60,
)
