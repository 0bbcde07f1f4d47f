"""`make cluster`: runs a cluster until Ctrl-C. Its state is in var/cluster/."""

import os
import signal
import sys
import time
from pathlib import Path
from typing import NoReturn

from lab.servers.cluster import Cluster
from lab.servers.process import ROOT, ServerError, answers

STATE = Path(os.environ.get("IRORI_STATE") or ROOT / "var").resolve()


def serve() -> str | None:
    """Returns the error, or None."""
    try:
        port, workers = number("PORT", 65535), number("WORKERS", 64)
        if answers(port):
            return (
                f"Something listens on port {port} already. Choose another, for example: make cluster PORT={port + 1}"
            )
        cluster = Cluster(
            STATE / "cluster",
            workers=workers,
            host=os.environ["HOST"],
            port=port,
            keep=True,
            static=STATE / "static",
        )
        with cluster:
            welcome(cluster)
            return first_to_end(cluster)
    except ServerError as error:
        return str(error)
    except KeyboardInterrupt:
        return None


def number(name: str, most: int) -> int:
    value = os.environ[name]
    if not value.isdigit() or not 0 < int(value) <= most:
        raise ServerError(f"{name} must be a number from 1 to {most}, not {value!r}.")
    return int(value)


def welcome(cluster: Cluster) -> None:
    ports = cluster.worker_ports
    print(f"Irori is at {cluster.url}/ with {len(ports)} workers behind nginx. Ctrl-C ends it all.")
    if cluster.client("/api/").get("setup/").json()["needed"]:
        print(f"Nobody has set it up yet. Open {cluster.url}/setup with this code: {cluster.setup_code()}")
    for part in cluster.parts:
        print(f"  {type(part).__name__.lower()}: process {part.pid}, log {os.path.relpath(part.log_file)}")
    print(
        f"  workers: ports {ports[0]} to {ports[-1]}, logs in {os.path.relpath(cluster.supervisor.folder)}/", flush=True
    )


def first_to_end(cluster: Cluster) -> str:
    while True:
        for part in cluster.parts:
            if not part.running:
                return f"{part.command[0]} ended; the end of {part.log_file}:\n{part.log[-2000:]}"
        time.sleep(0.5)


def interrupt(*_: object) -> NoReturn:
    # Ignored from now on: a second Ctrl-C must not interrupt the stop of the servers.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, interrupt)
    sys.exit(serve())
