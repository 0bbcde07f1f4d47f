"""Child processes that never outlive the test run."""

import contextlib
import ctypes
import os
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

from lab.servers.reserved_ports import reserve

ROOT = Path(__file__).resolve().parents[2]
# Below the ports that the kernel gives to outgoing connections: such a connection could open before the server starts.
PORTS = range(10_000, 32_000)
# Parallel test processes choose from separate ports.
TEST_PROCESSES = 16
PR_SET_PDEATHSIG = 1
# Of what promises no time: a busy machine may give a program a tenth of a core.
PATIENCE_SECONDS = 180
LIBC = ctypes.CDLL(None)  # loaded before any fork


class ServerError(Exception):
    """A server did not start or did not stop. The message ends with its log."""


class Process:
    """One program and its log file. A subclass says when it is `ready()`.

    It starts in a session of its own, so that Ctrl-C reaches only the test runner, which then stops every server in
    order. When the runner dies before it can do so, the kernel kills the child. Start servers from the main thread,
    because the kernel watches the thread that started the child.
    """

    start_seconds = PATIENCE_SECONDS
    stop_seconds = 40
    stop_signal = signal.SIGTERM
    death_signal = signal.SIGKILL

    def __init__(
        self,
        command: Sequence[str | Path],
        folder: Path,
        *,
        cwd: Path = ROOT,
        env: Mapping[str, str] | None = None,
        user: str | None = None,
    ) -> None:
        self.command = [str(part) for part in command]
        self.folder = folder
        self.cwd = cwd
        self.env = os.environ if env is None else env
        self.user = user
        self.log_file = folder / f"{type(self).__name__.lower()}.log"
        self._child: subprocess.Popen[bytes] | None = None

    def ready(self) -> bool:
        raise NotImplementedError

    @property
    def log(self) -> str:
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    @property
    def pid(self) -> int:
        assert self._child is not None, "not started"
        return self._child.pid

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def start(self) -> Self:
        with self.log_file.open("ab") as log:
            self._child = subprocess.Popen(
                self.command,
                cwd=self.cwd,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=self.user,
                group=self.user,
                extra_groups=None if self.user is None else [],
                preexec_fn=self._die_with_parent,
            )
        try:
            wait_until(lambda: not self.running or self.ready(), self.start_seconds, f"{self.command[0]} to be ready")
        except BaseException:
            self.kill()
            raise
        if not self.running:
            raise ServerError(f"{' '.join(self.command)} ended with {self._child.returncode}:\n{self.log}")
        return self

    def stop(self) -> int:
        """End the program with its stop signal and return its exit code. Raises ServerError, and kills it, when it
        does not end in time."""
        assert self._child is not None, "not started"
        if self.running:
            os.killpg(self._child.pid, self.stop_signal)  # to the group, as Ctrl-C in a terminal does
        try:
            return self._child.wait(self.stop_seconds)
        except subprocess.TimeoutExpired:
            raise ServerError(
                f"{self.command[0]} was still there {self.stop_seconds} s after {self.stop_signal.name}:\n{self.log}"
            ) from None
        finally:
            self.kill()

    def kill(self) -> None:
        """Kill the program and all its children at once, as a power cut would."""
        self._signal_family(signal.SIGKILL)
        assert self._child is not None
        self._child.wait()

    def pause(self) -> None:
        """Suspend the program, as a machine that hangs would; `resume()` continues it."""
        self._signal_family(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal_family(signal.SIGCONT)

    def restart(self) -> Self:
        self.stop()
        return self.start()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _signal_family(self, number: signal.Signals) -> None:
        for pid in family(self.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def _die_with_parent(self) -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, self.death_signal)


def family(pid: int) -> list[int]:
    """The ids of a process and its descendants. Process groups are no help: PostgreSQL gives every backend its own."""
    try:
        # Each thread has those that it has started.
        children = [each for task in Path(f"/proc/{pid}/task").iterdir() for each in _children(task)]
    except FileNotFoundError:
        return []
    return [pid, *(descendant for child in children for descendant in family(int(child)))]


def _children(task: Path) -> list[str]:
    try:
        return (task / "children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def program(name: str, package: str, *places: Path) -> str:
    """The path of an installed program, also of one that Debian keeps out of the PATH. Raises ServerError when it is
    missing."""
    found = shutil.which(name, path=os.pathsep.join([os.environ["PATH"], *map(str, places)]))
    if found is None:
        raise ServerError(f"{name} is missing: install it (Debian and Ubuntu: apt install {package})")
    return found


def free_port() -> int:
    return free_ports(1)[0]


def free_ports(count: int) -> range:
    """Adjacent ports for servers that may start later."""
    choice = own_ports()
    while True:
        first = random.choice(choice[: len(choice) - count])
        ports = range(first, first + count)
        if all(map(is_free, ports)) and reserve(ports):
            return ports


def own_ports() -> range:
    """The ports of this test process and of the programs that it starts; all ports when no other test process runs
    beside it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    if not worker:
        return PORTS
    share = len(PORTS) // TEST_PROCESSES
    first = int(worker) % TEST_PROCESSES * share
    return PORTS[first : first + share]


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether a server listens on this local port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(condition: Callable[[], bool], seconds: float = 30, what: str = "the condition") -> None:
    """Check the condition every 20 ms. Raises TimeoutError after `seconds`. The limit is generous, because other
    tests may use both cores."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(0.02)
