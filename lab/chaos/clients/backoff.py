"""How long to wait before another try, as the web app does (frontend/src/realtime/connection/backoff.ts)."""

import random

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 15.0
RESTARTING = 1012
RESTART_SPREAD_SECONDS = 2.0
NETWORK_BACK_SPREAD_SECONDS = 0.1


def backoff(
    failed: int, close_code: int | None = None, *, worked: bool = False, network_is_back: bool = False
) -> float:
    """Full jitter, from nothing to the longest wait: clients that lost one server must not return as one.

    `failed` counts the tries in a row. The first try after a connection that `worked` may be quick, and one after the device's own
    network was away, which concerns no crowd.
    """
    if network_is_back:
        return random.uniform(0, NETWORK_BACK_SPREAD_SECONDS)
    if close_code == RESTARTING:
        return random.uniform(0, RESTART_SPREAD_SECONDS)
    return random.uniform(0, FIRST_SECONDS if worked else min(LONGEST_SECONDS, FIRST_SECONDS * 2**failed))
