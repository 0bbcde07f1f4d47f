import os
import resource
import signal

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
        resource.setrlimit(kind, (bound, bound))
    # Ends the process, since nothing handles it.
    signal.alarm(limits.seconds)
