"""A push service with its devices, in a process of its own: `python -m benchmarks.here.devices FOLDER`

It says what lets a site reach it. Then it reads for which key so many devices subscribe, and says their subscriptions. Whenever it reads
another line, it says what has come. Each of these is JSON in a line.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any, TypeVar

import msgspec

from lab.push.service import PushService
from lab.servers.process import ROOT

Said = TypeVar("Said")


class Wanted(msgspec.Struct):
    key: str
    devices: int


class Came(msgspec.Struct):
    """`asked`: how often each device was. `last`: when the last push came, by the monotonic clock."""

    asked: list[int]
    complaints: list[str]
    last: float = 0.0


class Devices:
    def __init__(self, process: "Popen[bytes]") -> None:
        self._process = process
        self.pid = process.pid
        self.settings = self._read(dict[str, str])

    def subscribe(self, wanted: Wanted) -> list[dict[str, Any]]:
        self._say(msgspec.json.encode(wanted))
        return self._read(list[dict[str, Any]])

    def came(self) -> Came:
        self._say(b"{}")
        return self._read(Came)

    def _say(self, line: bytes) -> None:
        assert self._process.stdin
        self._process.stdin.write(line + b"\n")
        self._process.stdin.flush()

    def _read(self, kind: type[Said]) -> Said:
        assert self._process.stdout
        return msgspec.json.decode(self._process.stdout.readline(), type=kind)


@contextmanager
def devices(folder: Path) -> Iterator[Devices]:
    """It ends with its input."""
    command = [sys.executable, "-m", "benchmarks.here.devices", str(folder)]
    with Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE) as process:
        yield Devices(process)


class _Service(PushService):
    # The kernel would drop what sixteen threads open at once, and they would wait for a second.
    request_queue_size = 256


class _Last:
    at = 0.0

    def note(self) -> None:
        self.at = time.monotonic()


def main(folder: str) -> None:
    with _Service(Path(folder)) as service:
        _say(service.settings)
        wanted = msgspec.json.decode(sys.stdin.buffer.readline(), type=Wanted)
        browsers, last = [service.subscribe(wanted.key) for _ in range(wanted.devices)], _Last()
        for browser in browsers:
            browser.before = last.note
        _say([browser.subscription for browser in browsers])
        for _ in sys.stdin.buffer:
            _say(Came([browser.asked for browser in browsers], service.complaints, last.at))


def _say(what: object) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(what) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
