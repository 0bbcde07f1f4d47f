"""What an error of the database means beyond its class."""

LOCK_NOT_AVAILABLE = "55P03"


def is_lock_timeout(error: BaseException) -> bool:
    """Somebody else holds a row for too long: the database is well, and nothing was stored."""
    return getattr(error.__cause__, "sqlstate", None) == LOCK_NOT_AVAILABLE
