"""How long to wait before another try, as in the web app (frontend/src/realtime/connection/backoff.ts)."""

import random

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 15.0
RESTARTING = 1012
RESTART_SPREAD_SECONDS = 2.0
NETWORK_BACK_SPREAD_SECONDS = 0.1


def backoff(
    failed: int, close_code: int | None = None, *, worked: bool = False, network_is_back: bool = False
) -> float:
    """Seconds to wait, with full jitter from zero to the longest wait: clients that lost one server must not return at
    once.

    `failed` counts the tries in a row. The wait is short after a connection that `worked`, and after the device's own
    network was away, because then no crowd returns.
    """
    if network_is_back:
        return random.uniform(0, NETWORK_BACK_SPREAD_SECONDS)
    if close_code == RESTARTING:
        return random.uniform(0, RESTART_SPREAD_SECONDS)
    return random.uniform(0, FIRST_SECONDS if worked else min(LONGEST_SECONDS, FIRST_SECONDS * 2**failed))
