"""Servers of files behind the nginx of deploy/: Irori, and a plain Django view on Daphne."""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from benchmarks.programs import PYTHON, make_python
from benchmarks.servers.irori import Irori, World
from benchmarks.servers.peer import Peer
from lab.programs.nginx import Nginx

# Of one person, in a run.
UNBOUND = {"FILES_MB_PER_DAY": "0", "FILES_FREE_MB": "0", "FILES_SENT_BY": "nginx"}


class PlainFiles(Peer):
    name = "plain_files"
    make = staticmethod(make_python)

    def __init__(self, folder: Path) -> None:
        self.files = folder / "files"
        super().__init__(folder, "")

    def program(self) -> list[str | Path]:
        application = "benchmarks.peers.plain_files:application"
        options = ["--verbosity", "0", "--bind", "127.0.0.1", "--port", str(self.port)]
        return [PYTHON, "-m", "daphne", *options, application]

    def environment(self) -> dict[str, str]:
        return {"FOLDER": str(self.files)}

    def path_of(self, answer: bytes) -> str:
        return f"/files/{answer.decode()}"


class IroriFiles(Irori):
    def __init__(self, world: World) -> None:
        super().__init__(world, "irori-files", env=UNBOUND)

    @property
    def files(self) -> Path:
        return self._sites[0].state / "files"

    def path_of(self, answer: bytes) -> str:
        return str(json.loads(answer)["url"])


class Door:
    """A server and the nginx before it."""

    def __init__(self, server: PlainFiles | IroriFiles, folder: Path) -> None:
        self.server = server
        self._folder = folder
        self._running = ExitStack()

    def __enter__(self) -> Self:
        self._running.enter_context(self.server)
        self.nginx = Nginx(self._folder, [self.server.port], env={"FILES_ROOT": str(self.server.files)})
        self._running.enter_context(self.nginx)
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()
