"""redis-server, keeping nothing on disk."""

from pathlib import Path

import redis

from tests.servers.process import Process, free_port, program


class Redis(Process):
    """`settings` are those of redis.conf."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        options = [
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            str(folder),
            *(part for name, value in settings.items() for part in (f"--{name.replace('_', '-')}", *value.split())),
        ]
        super().__init__([program("redis-server", "redis-server"), *options], folder)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url)

    def ready(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except redis.RedisError:
            return False
