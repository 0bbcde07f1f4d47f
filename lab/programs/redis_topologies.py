"""Redis servers that belong together: a master watched by a Sentinel, or a cluster."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import redis

from lab.programs.redis import Redis
from lab.servers.process import Process, free_port, wait_until


class Sentinel(Process):
    """A Sentinel that watches a master called `hearth`, and promotes a replica when the master is away for a second."""

    def __init__(self, folder: Path, master: Redis) -> None:
        self.port = free_port()
        config = folder / "sentinel.conf"
        config.write_text(
            f"port {self.port}\nbind 127.0.0.1\ndir {folder}\n"
            f"sentinel monitor hearth 127.0.0.1 {master.port} 1\n"
            "sentinel down-after-milliseconds hearth 1000\n"
            "sentinel failover-timeout hearth 5000\n"
        )
        super().__init__(["redis-server", config, "--sentinel"], folder)

    def replicas(self) -> int:
        with redis.Redis(port=self.port) as client:
            return len(client.sentinel_slaves("hearth"))

    def ready(self) -> bool:
        try:
            return self.replicas() > 0
        except redis.RedisError:
            return False


@contextmanager
def cluster(folder: Path, nodes: int = 3) -> Iterator[list[Redis]]:
    """A cluster of masters without replicas. Each holds a share of the keys."""
    with ExitStack() as running:
        members = []
        for number in range(nodes):
            own = folder / str(number)
            own.mkdir()
            settings = {"cluster_enabled": "yes", "cluster_port": str(free_port()), "cluster_node_timeout": "2000"}
            members.append(running.enter_context(Redis(own, **settings)))
        addresses = [f"127.0.0.1:{member.port}" for member in members]
        create = ["redis-cli", "--cluster", "create", *addresses, "--cluster-yes"]
        subprocess.run(create, check=True, capture_output=True, timeout=30)
        wait_until(lambda: all(map(_is_joined, members)), what="the cluster")
        yield members


def _is_joined(member: Redis) -> bool:
    with member.client() as client:
        return bool(client.execute_command("CLUSTER INFO")["cluster_state"] == "ok")
