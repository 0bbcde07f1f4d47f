"""supervisord with the configuration of deploy/supervisor: several workers of one site."""

import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from lab.servers import probe
from lab.servers.process import ROOT, Process

CONFIGURATION = ROOT / "deploy" / "supervisor" / "supervisord.conf"


class Supervisor(Process):
    # SIGKILL would leave its workers running without a supervisor.
    death_signal = signal.SIGTERM

    def __init__(self, folder: Path, ports: Sequence[int], *, env: Mapping[str, str]) -> None:
        self.ports = ports
        variables = {
            "PYTHON": sys.executable,
            **env,
            "WORKERS": str(len(ports)),
            "WORKER_PORT": str(ports[0]),
            "IRORI_RUN": str(folder),
        }
        super().__init__([*self._program("supervisord"), "-c", CONFIGURATION], folder, env=variables)

    def ready(self) -> bool:
        return all(self.serves(port) for port in self.ports)

    def serves(self, port: int) -> bool:
        return probe.status(port) == 200

    def worker_pid(self, port: int) -> int | None:
        """The worker's process id; None while it is being restarted."""
        pid = int(self.control("pid", f"worker:{port}") or 0)
        return pid or None

    def control(self, *arguments: str) -> str:
        """Run supervisorctl. Returns what it prints."""
        command = [*self._program("supervisorctl"), "-c", str(CONFIGURATION), *arguments]
        return subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=60).stdout.strip()

    def worker_log(self, port: int) -> str:
        log = self.folder / f"worker-{port}.log"
        return log.read_text(errors="replace") if log.exists() else ""

    def _program(self, name: str) -> list[str]:
        return [sys.executable, "-m", f"supervisor.{name}"]
