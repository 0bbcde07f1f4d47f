"""What work costs this thread, and that twice the input costs at most about twice as much."""

import gc
import time
from collections.abc import Callable

# What is shorter than this is noise.
NOISE = 0.002
# The site's bound for anything that somebody may ask of it, password hashing aside.
MOST = 0.05
TURNS = 4


def cost(work: Callable[[], object]) -> float:
    """In seconds of CPU: the best of a few runs, since other processes share the caches. Without the collector, which looks at what all
    tests before have left."""
    gc.collect(0)
    gc.disable()
    try:
        return min(seconds(work) for _ in range(3))
    finally:
        gc.enable()


def assert_linear(work: Callable[[int], object], size: int, *, most: float = MOST) -> None:
    """`work` for a size, and for twice of it: quadratic work would take four times as long.

    Other processes slow a run down and never speed one up, so what looks too slow is measured again, both in turns.
    """
    once = twice = float("inf")
    for _ in range(TURNS):
        once, twice = min(once, cost(lambda: work(size))), min(twice, cost(lambda: work(2 * size)))
        if twice < 3 * once + NOISE and twice < most:
            return
    assert twice < 3 * once + NOISE, f"{once * 1000:.1f} ms, and for twice as much {twice * 1000:.1f} ms"
    assert twice < most, f"{twice * 1000:.1f} ms"


def seconds(work: Callable[[], object]) -> float:
    """Of this thread's CPU, in this one run."""
    began = time.thread_time()
    work()
    return time.thread_time() - began
