"""The database that DATABASE_URL names, with what each engine needs."""

from typing import Any

import dj_database_url

# A database that is gone without a word is noticed within seconds.
SILENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


def database(url: str, *, sqlite_synchronous: str) -> dict[str, Any]:
    """One of Django's DATABASES. What the URL says goes before what is set here."""
    found: dict[str, Any] = {**dj_database_url.parse(url, conn_health_checks=True)}
    if found["ENGINE"] == "django.db.backends.sqlite3":
        return {**found, "ENGINE": "core.db.sqlite", "OPTIONS": _sqlite(sqlite_synchronous)}
    if found["ENGINE"] == "django.db.backends.postgresql":
        found["ENGINE"] = "core.db.postgresql"
    return {**found, "OPTIONS": {**SILENCE, **found.get("OPTIONS", {})}}


def _sqlite(synchronous: str) -> dict[str, Any]:
    return {
        # Without IMMEDIATE a transaction that reads before it writes fails with "database is locked" under load, whatever the timeout.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous};",
    }
