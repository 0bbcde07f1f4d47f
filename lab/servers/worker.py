"""`manage.py worker` on the test's database."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import connection

from lab.servers.process import Process
from lab.servers.settings import KEYS


class Worker(Process):
    def __init__(
        self, folder: Path, *, settings: str = "config.settings", env: Mapping[str, str] | None = None
    ) -> None:
        folder.mkdir()
        variables = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": settings,
            "IRORI_STATE": str(folder),
            "DATABASE_URL": database_url(),
            "REDIS_URL": "",
            **KEYS,
            **(env or {}),
        }
        super().__init__([sys.executable, "manage.py", "worker"], folder, env=variables)

    def ready(self) -> bool:
        return "Running jobs" in self.log


def database_url() -> str:
    """The URL of this process' database; under pytest, the test's."""
    parts: Mapping[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{parts['NAME']}"
    return f"postgres://{parts['USER']}:{parts['PASSWORD']}@{parts['HOST']}:{parts['PORT']}/{parts['NAME']}"
