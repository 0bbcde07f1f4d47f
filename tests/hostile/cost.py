"""What a call costs the thread that answers it."""

import tracemalloc
from collections.abc import Callable

from tests.support.cpu import MOST as MOST_SECONDS
from tests.support.cpu import seconds

# Of a worker's memory, for any request, frame or message.
MOST_BYTES = 10_000_000
# Less than this is what any call costs: a doubling of it tells nothing.
NOTHING_SECONDS = 0.008
TRIES = 5


def too_costly(call: Callable[[], object], half: Callable[[], object], *, most: float = MOST_SECONDS) -> str | None:
    """What is wrong with a call that takes more than a request may, or four times as long as one of half its size.

    The best of a few tries: others use the machine, and a first call pays for what is made once.
    """
    whole_seconds = half_seconds = float("inf")
    for _ in range(TRIES):
        whole_seconds = min(whole_seconds, seconds(call))
        if whole_seconds < 4 * NOTHING_SECONDS:
            return None
        half_seconds = min(half_seconds, seconds(half))
        if whole_seconds < most and whole_seconds < 4 * half_seconds:
            return None
    return f"{whole_seconds * 1000:.0f} ms, and {half_seconds * 1000:.0f} ms for half of it"


def memory(call: Callable[[], object]) -> int:
    """Bytes that were allocated at once, at most."""
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
