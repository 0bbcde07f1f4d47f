"""The sizes of a run."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Plan:
    clients: int = 40
    rooms: int = 8
    workers: int = 4
    deeds_per_second: float = 1.0
    """For each client."""
    share: float = 1.0
    """The share of all faults that happen."""
    load_seconds: float = 60
    """At least; the faults may take longer."""
    pause_seconds: float = 2
    """Before each fault."""
    redis_hangs_seconds: float = 20
    redis_is_away_seconds: float = 5
    postgres_is_away_seconds: float = 3
    hole_seconds: float = 12
    freeze_seconds: float = 15
    lock_seconds: float = 10
    churn_seconds: float = 6
    power_seconds: float = 5
    """From the first message on."""
    rebuilds: int = 2
    """Of the index of search, each of them killed."""
    settle_seconds: float = 60
    """At most, until all clients have everything."""
    limit_seconds: int = 900
    """Then the run ends in any case."""
    token_seconds: int = 60
    heartbeat_seconds: int = 5
    catches_up: bool = True
    """Off only to see that the checker notices losses."""
    only: tuple[str, ...] = ()
    """Only faults with one of these words in their names; empty for all faults."""
    seed: int = 0

    def without_catching_up(self) -> "Plan":
        """A plan for clients without sync. They never have everything, so the run waits briefly."""
        return replace(self, catches_up=False, settle_seconds=5)


# A third of the faults, fewer people, and shorter faults.
_QUICK = Plan(
    clients=12,
    rooms=4,
    workers=3,
    deeds_per_second=2.0,
    share=1 / 3,
    load_seconds=6,
    pause_seconds=0.5,
    redis_hangs_seconds=4,
    redis_is_away_seconds=3,
    postgres_is_away_seconds=1,
    hole_seconds=5,
    freeze_seconds=6,
    lock_seconds=4,
    churn_seconds=4,
    power_seconds=3,
    rebuilds=1,
    settle_seconds=45,
    limit_seconds=170,
    heartbeat_seconds=2,
)

PLANS = {"full": Plan(), "quick": _QUICK}
