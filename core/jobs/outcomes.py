"""What becomes of a job after an attempt. Most return whether the attempt still had the job; otherwise nothing was changed."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, Q

from core.jobs import clock
from core.jobs.declarations import Claim
from core.jobs.models import LONGEST_ERROR, Job


def finish(claim: Claim) -> bool:
    """It is done, and its row goes."""
    return _changed("DELETE FROM jobs_job WHERE id = %s AND claim = %s", [claim.id, claim.token])


def finish_all(claims: Sequence[Claim]) -> list[Claim]:
    """Those of these claims that still hold; they are done, and their rows go."""
    marks = ", ".join(["%s"] * len(claims))
    statement = f"DELETE FROM jobs_job WHERE id IN ({marks}) AND claim = %s RETURNING id"
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(claim.id for claim in claims), claims[0].token])
        finished = {job for (job,) in cursor.fetchall()}
    return [claim for claim in claims if claim.id in finished]


def retry(claim: Claim, seconds: float, error: str) -> bool:
    """It waits again. Where another job of its key waits by now, that one does the work, no later than this one would
    have been tried again, and this one goes."""
    statement = (
        f"UPDATE jobs_job SET claim = '', due_at = {clock.ahead()}, failed_at = {clock.now()}, error = %s"
        " WHERE id = %s AND claim = %s"
    )
    try:
        with transaction.atomic():
            return _changed(statement, [seconds, error[:LONGEST_ERROR], claim.id, claim.token])
    except IntegrityError:
        return _leave_to_waiting(claim, seconds)


def bury(claim: Claim, error: str) -> bool:
    """It is not tried again by itself."""
    statement = (
        f"UPDATE jobs_job SET claim = '', due_at = NULL, failed_at = {clock.now()}, error = %s"
        " WHERE id = %s AND claim = %s"
    )
    return _changed(statement, [error[:LONGEST_ERROR], claim.id, claim.token])


def revive(job_id: int) -> bool:
    """A dead job waits again, with all its attempts. Where another job of its key waits, that one does the work, and this one goes."""
    statement = f"UPDATE jobs_job SET attempts = 0, due_at = {clock.ahead()} WHERE id = %s AND due_at IS NULL"
    try:
        with transaction.atomic():
            return _changed(statement, [0.0, job_id])
    except IntegrityError:
        return _changed("DELETE FROM jobs_job WHERE id = %s AND due_at IS NULL", [job_id])


@transaction.atomic
def revive_all(job_ids: Collection[int]) -> list[int]:
    """As `revive`, with a few statements. The ids of those that were dead."""
    lockable = Job.objects.select_for_update().filter(pk__in=job_ids, due_at=None).order_by("pk")
    dead = {job_id: (kind, key) for job_id, kind, key in lockable.values_list("pk", "type", "key")}
    first = {place: job_id for job_id, place in reversed(dead.items()) if place[1]}
    again = [job_id for job_id, place in dead.items() if first.get(place, job_id) == job_id]
    waiting = Job.objects.filter(claim="", due_at__isnull=False, type=OuterRef("type"), key=OuterRef("key"))
    needless = Job.objects.filter(pk__in=dead).filter(~Q(pk__in=again) | (~Q(key="") & Exists(waiting)))
    Job.objects.filter(pk__in=list(needless.values_list("pk", flat=True))).delete()
    marks = ", ".join(["%s"] * len(again))
    statement = f"UPDATE jobs_job SET attempts = 0, due_at = {clock.ahead()} WHERE id IN ({marks}) AND due_at IS NULL"
    try:
        with transaction.atomic():
            if again:
                _changed(statement, [0.0, *again])
    except IntegrityError:
        # A job of one of these keys was stored meanwhile.
        for job_id in again:
            revive(job_id)
    return list(dead)


@transaction.atomic
def _leave_to_waiting(claim: Claim, seconds: float) -> bool:
    """The row of a failed attempt goes. The job of its key that waits may be due in days: it is due in these seconds at
    the latest."""
    gone = "DELETE FROM jobs_job WHERE id = %s AND claim = %s RETURNING type, key"
    sooner = (
        f"UPDATE jobs_job SET due_at = {clock.ahead()} WHERE type = %s AND key = %s AND claim = '' "
        f"AND due_at > {clock.ahead()}"
    )
    with connection.cursor() as cursor:
        cursor.execute(gone, [claim.id, claim.token])
        place = cursor.fetchone()
        if place is None:
            return False
        # One that was taken meanwhile is not changed: it began after this attempt had failed, so it does the work now.
        cursor.execute(sooner, [seconds, *place, seconds])
    return True


def _changed(statement: str, parameters: list[Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return bool(cursor.rowcount)
