"""A server beside which Irori is measured."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, Self

from benchmarks.orders import Publisher, Socket
from lab.servers.process import Process, answers, free_port


class Server(Protocol):
    """What a measure needs of a server, Irori or not."""

    name: str

    @property
    def pids(self) -> list[int]: ...

    def sockets(self, count: int) -> list[Socket]:
        """So many sockets that will be in the room."""

    def publisher(self) -> Publisher: ...

    def start(self) -> object: ...

    def stop(self) -> object: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


class Peer(Process):
    """One process on a free port. A subclass names its program, and says where it differs from the plainest chat room."""

    name: str
    make: Callable[[], None]  # what it needs to be there; raises CannotMake
    room = "hall"
    start_seconds = 60

    def __init__(self, folder: Path, redis_url: str) -> None:
        self.port = free_port()
        self.redis_url = redis_url
        environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "PORT": str(self.port), "REDIS_URL": redis_url}
        super().__init__(self.program(), folder, env={**environment, **self.environment()})

    def program(self) -> list[str | Path]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return {}

    @property
    def pids(self) -> list[int]:
        return [self.pid]

    def sockets(self, count: int) -> list[Socket]:
        return [Socket(f"ws://127.0.0.1:{self.port}/ws/{self.room}/")] * count

    def publisher(self) -> Publisher:
        return Publisher(self.redis_url, self.room)

    def ready(self) -> bool:
        return answers(self.port)
