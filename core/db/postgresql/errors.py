"""Tell database errors of one class apart."""

LOCK_NOT_AVAILABLE = "55P03"


def is_lock_timeout(error: BaseException) -> bool:
    """Whether another transaction held a row for too long. The database is healthy, and nothing was stored."""
    return getattr(error.__cause__, "sqlstate", None) == LOCK_NOT_AVAILABLE
