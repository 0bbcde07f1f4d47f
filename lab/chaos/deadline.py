"""End a run in time: its servers end with it."""

import signal
import sys
from typing import NoReturn


def end_in_time(seconds: int) -> None:
    """Raise TimeoutError after these seconds, and SystemExit on SIGTERM. Contexts unwind as with Ctrl-C."""

    def end(number: int, frame: object) -> NoReturn:
        if number == signal.SIGALRM:
            raise TimeoutError(f"the run took longer than {seconds} s")
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
