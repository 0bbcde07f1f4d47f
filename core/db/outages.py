"""The database goes away in the middle of a transaction."""

from django.db import InterfaceError, OperationalError
from django.dispatch import Signal

from core.db.postgresql.errors import is_lock_timeout

# A transaction failed with the database. Its changes may be stored all the same, and nothing that follows a commit was
# done for them.
database_away = Signal()


def is_outage(error: BaseException) -> bool:
    return isinstance(error, (OperationalError, InterfaceError)) and not is_lock_timeout(error)


def tell_of(error: BaseException) -> None:
    """For whoever repeats what failed, and may find it done: nobody else hears of this error."""
    if is_outage(error):
        database_away.send(None)
