"""How long the web app waits before another try (frontend/src/realtime/connection/backoff.ts), in seconds."""

import random

FIRST, LONGEST = 1.0, 15.0
# The browser tells that the network is back; that concerns one device, and no crowd.
NETWORK_BACK_SPREAD = 0.1
# So long a connection has to last to count as one that worked, and to make failures before it count no more.
WORKED_AFTER, STEADY_AFTER = 1.0, 10.0


class Backoff:
    def __init__(self) -> None:
        self._failed = 0

    def after(self, held: float) -> float:
        """The wait after a connection that held so long; 0 for a try that failed."""
        worked = held >= WORKED_AFTER
        if held > STEADY_AFTER:
            self._failed = 0
        longest = FIRST if worked else min(LONGEST, FIRST * 2**self._failed)
        self._failed = max(self._failed, 1) if worked else self._failed + 1
        return random.uniform(0, longest)
