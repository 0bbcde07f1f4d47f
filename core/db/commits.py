"""What follows a commit, and is worth less than it."""

import logging
from collections.abc import Callable

from django.db import transaction

from core.errors import described

logger = logging.getLogger(__name__)


def after_commit(work: Callable[[], object]) -> None:
    """Do this once the transaction is committed; without one, at once. Where it fails, the log says so, and whatever else follows the
    commit is done all the same.

    Django's `robust=True` does the same for functions alone: of anything else that can be called it asks a name that it has not, and
    fails with that. Its log quotes what the database said.
    """

    def guarded() -> None:
        try:
            work()
        except Exception as error:
            logger.warning("what follows a commit failed: %s", described(error))

    transaction.on_commit(guarded)
