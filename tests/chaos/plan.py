"""How much of everything."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Plan:
    clients: int = 40
    rooms: int = 8
    workers: int = 4
    deeds_per_second: float = 1.0
    """Of each client."""
    load_seconds: float = 60
    """At least; the faults may take longer."""
    pause_seconds: float = 2
    """Before each fault."""
    redis_hangs_seconds: float = 20
    redis_is_away_seconds: float = 5
    postgres_is_away_seconds: float = 3
    hole_seconds: float = 12
    settle_seconds: float = 60
    """At most, until everybody has everything."""
    limit_seconds: int = 300
    """Then the run ends, whatever it is doing."""
    token_seconds: int = 60
    heartbeat_seconds: int = 5
    catches_up: bool = True
    """Off only to see that the checker notices."""
    only: tuple[str, ...] = ()
    """Faults with one of these words in their names; with none, all of them."""
    seed: int = 0

    def without_catching_up(self) -> "Plan":
        """Nobody will ever have everything, so nobody waits long for it."""
        return replace(self, catches_up=False, settle_seconds=5)


# All kinds of faults, each for a shorter time.
_QUICK = Plan(
    load_seconds=30, pause_seconds=1, redis_hangs_seconds=8, redis_is_away_seconds=3, hole_seconds=8, limit_seconds=170
)
# For the tests.
_TINY = Plan(
    clients=12,
    rooms=4,
    workers=3,
    deeds_per_second=2.0,
    load_seconds=6,
    pause_seconds=0.5,
    redis_hangs_seconds=3,
    redis_is_away_seconds=2,
    postgres_is_away_seconds=1,
    hole_seconds=3,
    settle_seconds=45,
    limit_seconds=140,
    heartbeat_seconds=2,
)

PLANS = {"full": Plan(), "quick": _QUICK, "tiny": _TINY}
