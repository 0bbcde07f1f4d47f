"""The process of the cluster that runs jobs: it is away, or killed."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from lab.servers.cluster import Cluster


@contextmanager
def without_jobs(cluster: Cluster) -> Iterator[None]:
    cluster.supervisor.control("stop", "jobs")
    try:
        yield
    finally:
        cluster.supervisor.control("start", "jobs")


def kill_jobs(cluster: Cluster) -> None:
    """The supervisor starts it again."""
    if pid := int(cluster.supervisor.control("pid", "jobs") or 0):
        os.kill(pid, signal.SIGKILL)
