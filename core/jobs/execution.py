"""One attempt at a job, or at several jobs of one type."""

import logging
import random
from collections.abc import Sequence

from django.db import transaction

from core import errors, origin
from core.db import outages
from core.jobs import outcomes
from core.jobs.declarations import Claim, JobFailed, JobType
from core.jobs.registry import declared, handler_of, handler_of_many

logger = logging.getLogger(__name__)

# Nine attempts are spread over an hour: 15 s, 30 s, 1 min, 2 min, 4 min, 8 min, 16 min, 32 min.
FIRST_PAUSE_SECONDS = 15.0
LONGEST_PAUSE_SECONDS = 3600.0
LOST_PROCESS = "The process ended before the job did."


def run(claims: Sequence[Claim]) -> None:
    """Jobs of one type, of one token. Raises what the database raises; then their leases end by themselves.

    What a handler raises is stored with its job.
    """
    with origin.coming_from(origin.Origin(origin.JOB)):
        _run(declared()[claims[0].type], claims)


def _run(kind: JobType, claims: Sequence[Claim]) -> None:
    if kind.takes_many:
        _run_many(kind, claims)
        return
    if len(claims) > 1 and _run_together(kind, claims):
        return
    for claim in claims:
        _run_alone(kind, claim)


def _run_many(kind: JobType, claims: Sequence[Claim]) -> None:
    # One that was tried before is alone.
    if claims[0].attempt > kind.most_attempts:
        _bury(claims[0], LOST_PROCESS)
        return
    try:
        handler_of_many(kind)(claims)
    except Exception as error:
        for claim in claims:
            _fail(kind, claim, described(error))
        return
    held = outcomes.finish_all(claims)
    if len(held) < len(claims):
        logger.warning(
            "%d jobs of %s ran on after another worker had taken them over", len(claims) - len(held), kind.name
        )


def _run_together(kind: JobType, claims: Sequence[Claim]) -> bool:
    """Whether they are done. Otherwise the transaction was taken back, and each has to be run alone."""
    try:
        _run_once(kind, claims)
    except Exception as error:
        outages.tell_of(error)  # they may be done, and no worker would hear of what they did
        logger.info("%d jobs of %s run one by one: %s", len(claims), kind.name, described(error))
        return False
    return True


def _run_alone(kind: JobType, claim: Claim) -> None:
    if claim.attempt > kind.most_attempts:
        _bury(claim, LOST_PROCESS)
        return
    try:
        if kind.in_database:
            _run_once(kind, [claim])
        else:
            _run_at_least_once(kind, claim)
    except Exception as error:
        _fail(kind, claim, described(error))


def _run_once(kind: JobType, claims: Sequence[Claim]) -> None:
    # The rows go first: that locks them, so nobody takes them over meanwhile, and an attempt that has lost its job does nothing.
    with transaction.atomic():
        held = outcomes.finish_all(claims)
        for claim in held:
            handler_of(kind)(claim)
    if len(held) < len(claims):
        logger.warning("%d jobs of %s were taken over by another worker", len(claims) - len(held), kind.name)


def _run_at_least_once(kind: JobType, claim: Claim) -> None:
    handler_of(kind)(claim)
    if not outcomes.finish(claim):
        logger.warning("job %d of %s ran on after another worker had taken it over", claim.id, claim.type)


def _fail(kind: JobType, claim: Claim, error: str) -> None:
    if claim.attempt >= kind.most_attempts:
        _bury(claim, error)
        return
    if outcomes.retry(claim, pause_after(claim.attempt), error):
        logger.warning("job %d of %s failed, attempt %d: %s", claim.id, claim.type, claim.attempt, error)


def _bury(claim: Claim, error: str) -> None:
    if outcomes.bury(claim, error):
        logger.error("job %d of %s failed for good, see it in the admin: %s", claim.id, claim.type, error)


def pause_after(attempt: int) -> float:
    """Seconds. Half of it is chance, so that jobs which failed together do not come back together."""
    longest = min(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1), LONGEST_PAUSE_SECONDS)
    return random.uniform(longest / 2, longest)


def described(error: Exception) -> str:
    """For the log and the admin. The text of any other error than JobFailed may quote what the job is about: its type and place do."""
    if isinstance(error, JobFailed):
        return str(error)
    return errors.described(error)
