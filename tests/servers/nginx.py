"""nginx in front of several workers of one site."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.servers.process import Process, answers, free_port
from tests.servers.site import Site

CONFIG = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  client_max_body_size 1m;
  map $http_upgrade $connection_header {{ default upgrade; '' ''; }}
  upstream workers {{ {workers} keepalive 16; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://workers;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_header;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_read_timeout 75s;
    }}
  }}
}}
"""


class Nginx(Process):
    def __init__(self, folder: Path, workers: Sequence[Site], port: int | None = None) -> None:
        self.port = port or free_port()
        config = folder / "nginx.conf"
        config.write_text(
            CONFIG.format(
                folder=folder,
                port=self.port,
                # Its workers have to write into this test's folder.
                user="user root;" if os.geteuid() == 0 else "",
                workers=" ".join(f"server 127.0.0.1:{site.port};" for site in workers),
            )
        )
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"
        super().__init__([program, "-p", folder, "-c", config], folder)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ws_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def ready(self) -> bool:
        return answers(self.port)
