"""When people talk: at the usual hours of a day in Japan, by weekday and weekend, and never faster than they type."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

PLACE = ZoneInfo("Asia/Tokyo")

# rhythm: (weights of the hours 0–23, talk on a weekend day in proportion to a weekday)
RHYTHMS = {
    "work": ((0,) * 8 + (1, 5, 6, 5, 2, 4, 5, 5, 5, 4, 2, 1, 0, 0, 0, 0), 0.1),
    "lunch": ((0,) * 9 + (1, 4, 8, 6, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0.2),
    "evening": ((0,) * 7 + (1, 1, 0, 0, 0, 3, 1, 0, 0, 0, 1, 3, 5, 6, 6, 4, 1), 1.6),
    "always": ((1, 0, 0, 0, 0, 0, 1, 3, 5, 4, 3, 2, 4, 3, 2, 3, 2, 3, 3, 4, 4, 5, 3, 2), 1.0),
}
PAUSE = timedelta(minutes=7)
WEEKEND = 5


def starts(rng: Random, rhythm: str, a_day: float, *, since: datetime, until: datetime) -> Iterator[datetime]:
    """The times at which a thread begins, ascending."""
    hours, weekend = RHYTHMS[rhythm]
    day = since.astimezone(PLACE).replace(hour=0, minute=0, second=0, microsecond=0)
    while day < until:
        expected = a_day * (weekend if day.weekday() >= WEEKEND else 1)
        # A fraction of a thread is the chance of one more thread.
        count = int(expected) + (rng.random() < expected % 1)
        moments = [
            day + timedelta(hours=hour, seconds=rng.randrange(3600)) for hour in rng.choices(range(24), hours, k=count)
        ]
        yield from (moment for moment in sorted(moments) if since <= moment < until)
        day += timedelta(days=1)


def thinking(rng: Random, text: str) -> timedelta:
    """The time to read the last message and type this one."""
    return timedelta(seconds=round(8 + rng.expovariate(1 / 25) + min(len(text), 400) * rng.uniform(0.1, 0.4)))
