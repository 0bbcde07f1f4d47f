"""The server that does nothing but write."""

from pathlib import Path

from benchmarks.programs import BLASTER, PYTHON
from benchmarks.servers.peer import Peer


class Blaster(Peer):
    """For one turn."""

    def __init__(self, folder: Path, name: str, guests: int, *, together: bool) -> None:
        self.name = name
        self._arguments = (str(guests), str(int(together)))
        super().__init__(folder, redis_url="")

    def program(self) -> list[str | Path]:
        return [PYTHON, "-m", "benchmarks.peers.blaster", BLASTER, str(self.port), *self._arguments]
