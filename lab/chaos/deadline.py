"""However a run ends, every server it has started ends with it."""

import signal
import sys
from typing import NoReturn


def end_in_time(seconds: int) -> None:
    """After so many seconds at the latest, and when it is told to: by unwinding, as with Ctrl-C."""

    def end(number: int, frame: object) -> NoReturn:
        if number == signal.SIGALRM:
            raise TimeoutError(f"the run took longer than {seconds} s")
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
