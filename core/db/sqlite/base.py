"""Django's SQLite backend, with files that their owner alone can read, and a short wait while another program writes
for long.

SQLite itself makes files as readable as the umask allows."""

import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.db.backends.sqlite3 import base

from core import private_folder, serving

# One transaction writes at a time, and a call waits this long for its turn. Migrations and backups wait longer.
SERVING_SECONDS = 5.0
# The wait while a writer is known to take long. Otherwise every thread would wait for it, and no thread would be left
# for reading.
HELD_SECONDS = 0.05
REMEMBERED_SECONDS = 10.0


class Held:
    """Remembers when this process last met a writer that took too long."""

    at: float | None = None

    @classmethod
    def is_known(cls) -> bool:
        return cls.at is not None and time.monotonic() - cls.at < REMEMBERED_SECONDS


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        name = str(conn_params["database"])
        if not name.startswith((":", "file:")):  # in memory
            file = Path(name)
            if file.parent == settings.STATE_DIR:
                with suppress(OSError):  # SQLite reports the error
                    private_folder.open_folder(file.parent, managed=settings.STATE_IS_MANAGED)
            private_folder.open_database(file)
        if serving.is_on():
            conn_params = {**conn_params, "timeout": SERVING_SECONDS}
        return super().get_new_connection(conn_params)

    def _start_transaction_under_autocommit(self) -> None:
        if not serving.is_on():
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # missing in django-stubs
            return
        try:
            self._begin_in_time()
        except OperationalError:
            Held.at = time.monotonic()
            raise
        Held.at = None

    def _begin_in_time(self) -> None:
        if not Held.is_known():
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # missing in django-stubs
            return
        self._wait_at_most(HELD_SECONDS)
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # missing in django-stubs
        finally:
            self._wait_at_most(SERVING_SECONDS)

    def _wait_at_most(self, seconds: float) -> None:
        with self.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
