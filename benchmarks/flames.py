"""Where a worker's time goes: `python -m benchmarks.flames` writes docs/flames/, a flame graph of a send, a connect and a fan-out.

py-spy looks 500 times a second at who holds the interpreter: that is what a worker runs out of. What waits, in PostgreSQL, in Redis or
for a socket, is not in the picture.
"""

import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import programs
from benchmarks.bench import IRORI, Bench, say
from benchmarks.measures import connects, fanout, sends
from benchmarks.plan import FULL
from benchmarks.results import Figures, Results
from benchmarks.servers.irori import Irori
from lab.servers.process import ROOT

FOLDER = ROOT / "docs" / "flames"
PY_SPY = programs.PYTHON.with_name("py-spy")
LOOKS_PER_SECOND = 500
# Seconds that are recorded of each, at least. A turn of connecting is shorter.
SHORTEST = 12.0
END_WITHIN = 60
TITLE = re.compile(r'(<text id="title"[^>]*>)[^<]*(</text>)')

Turn = Callable[[Bench, Irori], list[Figures]]
TURNS: dict[str, Turn] = {
    "send": sends.window,
    "connect": connects.window,
    "fanout": lambda bench, server: fanout.windows(bench, server, 1_000, [4]),
}


def main() -> None:
    programs.make_python()
    programs.make_counter()
    FOLDER.mkdir(exist_ok=True)
    with Bench(FULL, [IRORI], Results()) as bench:
        (server,) = bench.turns([IRORI], 1)
        assert isinstance(server, Irori)
        for name, turn in TURNS.items():
            turn(bench, server)  # what a first turn alone does, imports among it, is not what is asked
            with recording(server.pids[0], FOLDER / f"{name}.svg", title_of(name)):
                begun = time.monotonic()
                while time.monotonic() - begun < SHORTEST:
                    turn(bench, server)
            say(f"See {FOLDER / f'{name}.svg'}")


def title_of(name: str) -> str:
    return f"Irori, one worker: {name}"


@contextmanager
def recording(pid: int, picture: Path, title: str) -> Iterator[None]:
    """Writes the picture of what the process does within. Takes the right to look into another process."""
    with tempfile.TemporaryFile() as told:
        options = ["--rate", f"{LOOKS_PER_SECOND}", "--gil", "--nolineno", "--nonblocking"]
        command = [str(PY_SPY), "record", "--pid", f"{pid}", "--output", str(picture), *options]
        recorder = subprocess.Popen(command, stdout=told, stderr=told)
        try:
            yield
        finally:
            recorder.send_signal(signal.SIGINT)
            code = recorder.wait(END_WITHIN)
        told.seek(0)
        if code != 0:
            raise RuntimeError(told.read().decode(errors="replace"))
    picture.write_text(titled(picture.read_text(), title))


def titled(picture: str, title: str) -> str:
    """With this title in place of py-spy's, which is its whole command, with the paths of the machine."""
    named, count = TITLE.subn(lambda found: f"{found[1]}{title}{found[2]}", picture)
    if count != 1:
        raise ValueError("py-spy draws another title")
    return named


if __name__ == "__main__":
    main()
