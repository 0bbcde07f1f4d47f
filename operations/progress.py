"""Print the progress of a long step."""

import time
from collections.abc import Callable

PAUSE_SECONDS = 2.0


class Progress:
    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self._next = time.monotonic() + PAUSE_SECONDS

    def at(self, step: str, done: int, total: int | None) -> None:
        """Print how many bytes of `total` are done; `total` is None where it is not known."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + PAUSE_SECONDS
        share = f", {100 * done // total} %" if total else ""
        self.say(f"{step}: {size(done)}{share}")


def size(count: int) -> str:
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= factor:
            return f"{count / factor:,.1f} {unit}"
    return f"{count} bytes"
