import os
import resource
import signal
import sys

from files.inspection.pictures.request import Limits

# Messages go before pictures.
NICENESS = 10


def restrict(limits: Limits) -> None:
    """Bound this process for good: the kernel holds these limits, also inside a decoder, and when its parent died."""
    os.nice(NICENESS)
    bounds = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_CORE: 0,
    }
    for kind, bound in bounds.items():
        _limit(kind, bound)
    # Ends the process, since nothing handles it.
    signal.alarm(limits.seconds)


def _limit(kind: int, bound: int) -> None:
    """A limit that is lower already stays."""
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        bound = min(bound, hard)
    try:
        resource.setrlimit(kind, (bound, bound))
    except (ValueError, OSError):
        # macOS bounds no address space. The time, the size of what is written and the size of the picture are bounded.
        if kind != resource.RLIMIT_AS or sys.platform != "darwin":
            raise
