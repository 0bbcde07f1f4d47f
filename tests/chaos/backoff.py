"""How long to wait before another try."""

import random

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 15.0
RESTARTING = 1012
RESTART_SPREAD_SECONDS = 2.0


def backoff(attempt: int, close_code: int | None = None) -> float:
    """Full jitter, from nothing to the longest wait: clients that lost one server must not return as one."""
    if close_code == RESTARTING:
        return random.uniform(0, RESTART_SPREAD_SECONDS)
    return random.uniform(0, min(LONGEST_SECONDS, FIRST_SECONDS * 2**attempt))
