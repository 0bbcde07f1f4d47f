"""A chain of acts to look at, and hands that write to its tables past the code."""

from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from core.audit.chaining import chain_all
from core.audit.models import Act
from core.audit.recording import record
from core.audit.verifying import verify
from tests.core.audit.conftest import TRIED

OLD = timedelta(days=1000)


def recorded(count: int, *, by: User | None = None, **act: Any) -> list[Act]:
    """This many acts, chained, oldest first."""
    for number in range(count):
        with transaction.atomic():
            record(TRIED, by=by, **{"details": {"n": number}, **act})
    chain_all()
    return list(Act.objects.order_by("position"))[-count:]


def by_hand(statement: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def found() -> list[str]:
    return verify().found


def in_the_past(acts: list[Act]) -> None:
    """Their time, chained anew: as if they had been recorded long ago."""
    by_hand("UPDATE audit_act SET at = %s WHERE id <= %s", timezone.now() - OLD, acts[-1].pk)
    by_hand("UPDATE audit_act SET position = NULL, link = ''")
    by_hand("UPDATE audit_chain SET last_position = 0, last_link = ''")
    chain_all()
