"""nginx with the configuration of deploy/nginx."""

import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from lab.servers.process import ROOT, Process, answers, free_port, program

RENDER = ROOT / "deploy" / "nginx" / "render"


class Nginx(Process):
    """nginx in front of workers on these ports. `env` adds to the variables of deploy/nginx/render."""

    stop_seconds = 10

    def __init__(
        self,
        folder: Path,
        upstreams: Iterable[int],
        *,
        host: str = "127.0.0.1",
        port: int | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.port = port or free_port()
        self.access_log = folder / "access.log"
        self.error_log = folder / "error.log"
        variables = {
            **os.environ,
            "UPSTREAMS": " ".join(f"127.0.0.1:{upstream}" for upstream in upstreams),
            "HTTP_LISTEN": f"{host}:{self.port}",
            "NGINX_LOGS": str(folder),
            **(env or {}),
        }
        super().__init__(
            [
                program("nginx", "nginx", Path("/usr/sbin")),
                "-p",
                folder,
                "-c",
                folder / "nginx.conf",
                "-g",
                global_options(),
            ],
            folder,
            env=variables,
        )

    def render(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([RENDER, self.folder], env=self.env, check=True)

    def start(self) -> "Nginx":
        self.render()
        return super().start()

    def ready(self) -> bool:
        return answers(self.port)


def global_options() -> str:
    # When root starts nginx, its workers run as a user who may not enter the folder.
    return "daemon off; user root;" if os.geteuid() == 0 else "daemon off;"
