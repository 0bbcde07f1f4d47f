"""Django's SQLite, with files that are their owner's alone: SQLite makes them as open as the umask lets it."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.backends.sqlite3 import base

from config import private


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        name = str(conn_params["database"])
        if not name.startswith((":", "file:")):  # in memory
            file = Path(name)
            if file.parent == settings.STATE_DIR:
                with suppress(OSError):  # SQLite says so itself
                    private.open_folder(file.parent, managed=settings.STATE_IS_MANAGED)
            private.open_database(file)
        return super().get_new_connection(conn_params)
