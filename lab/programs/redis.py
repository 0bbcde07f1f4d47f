"""redis-server, without persistence."""

from pathlib import Path

import redis

from lab.servers.process import Process, free_port, program


class Redis(Process):
    """`settings` are those of redis.conf. Without a password all users of this machine may connect; only tests do
    without."""

    def __init__(self, folder: Path, *, password: str = "", **settings: str) -> None:
        self.port = free_port()
        self.password = password
        named = {name.replace("_", "-"): value for name, value in settings.items()}
        self.settings = {
            "port": str(self.port),
            "bind": "127.0.0.1",
            "save": '""',
            "appendonly": "no",
            "dir": str(folder),
        }
        self.settings |= {**named, **({"requirepass": password} if password else {})}
        # In a file, because all users may read the command line of a process.
        self.config = folder / "redis.conf"
        super().__init__([program("redis-server", "redis-server"), self.config], folder)

    def start(self) -> "Redis":
        self.config.touch(mode=0o600)
        self.config.write_text("".join(f"{name} {value}\n" for name, value in self.settings.items()))
        return super().start()

    @property
    def url(self) -> str:
        return self.url_by_way_of(self.port)

    def url_by_way_of(self, port: int) -> str:
        """The URL by way of a proxy that listens on this port."""
        user = f":{self.password}@" if self.password else ""
        return f"redis://{user}127.0.0.1:{port}/0"

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url)

    def ready(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except redis.RedisError:
            return False
