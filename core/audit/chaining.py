"""Chaining: each act that is committed gets the next position, and a link that holds the link before."""

import logging

from django.db import connection, transaction
from django.db.models.query import QuerySet

from core.audit import digests
from core.audit.jobs import CHAIN, DAY_SECONDS, PRUNE
from core.audit.models import Act, Chain
from core.jobs import queue
from core.jobs.declarations import Claim

logger = logging.getLogger(__name__)

ACTS_A_STATEMENT = 200
# In a transaction: a fifth of a second, in which on SQLite nobody else writes.
MOST_TOGETHER = 1_000


def chain(claim: Claim) -> None:
    """Handler of the job."""
    chained = chain_some()
    if chained == MOST_TOGETHER:
        queue.enqueue(CHAIN, {})
    if chained:
        queue.enqueue(PRUNE, {}, key="next", delay=DAY_SECONDS)


def chain_all() -> int:
    """How many acts were chained."""
    chained = 0
    while some := chain_some():
        chained += some
    return chained


@transaction.atomic
def chain_some() -> int:
    """How many acts were chained, up to MOST_TOGETHER. Of two workers, one waits for the other at the chain's row."""
    end = locked()
    acts = list(_waiting())
    for act in acts:
        end.last_position += 1
        end.last_link = act.link = digests.of_link(end.last_link, end.last_position, act)
        act.position = end.last_position
    for start in range(0, len(acts), ACTS_A_STATEMENT):
        _store(acts[start : start + ACTS_A_STATEMENT])
    if acts:
        end.save(update_fields=["last_position", "last_link"])
        # Where logs are kept elsewhere, this is what shows an end that was cut off (docs/decisions/data/audit.md).
        logger.info("audit chain: position %d, link %s", end.last_position, end.last_link)
    return len(acts)


def locked() -> Chain:
    """The chain's row, locked until the transaction ends."""
    Chain.objects.get_or_create(pk=1)
    return Chain.objects.select_for_update().get(pk=1)


def _waiting() -> QuerySet[Act, Act]:
    return QuerySet(Act).filter(position=None).order_by("pk")[:MOST_TOGETHER]


def _store(acts: list[Act]) -> None:
    marks = ", ".join(["(%s, %s, %s)"] * len(acts))
    values = [value for act in acts for value in (act.pk, act.position, act.link)]
    statement = (
        f"WITH chained (id, position, link) AS (VALUES {marks})"  # noqa: S608 (no value is in it)
        " UPDATE audit_act SET position = chained.position, link = chained.link"
        " FROM chained WHERE audit_act.id = chained.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
