"""Keep a message that its author was told is refused from being stored by an earlier try that arrives late.

Why and how: docs/decisions/data/refused-retries.md.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

from chat.gates.gate import Writer
from chat.models import RefusedRetry
from chat.models.guards import RETRIED
from chat.models.refused_retry import ARRIVES_WITHIN
from chat.services.authority_of_many import memberships_at
from chat.services.guards import guard_members
from core.problems import Problem

# Old rows that one refusal deletes: more than it makes, and few enough to delay nobody.
DELETED_AT_ONCE = 200
# A client uploads the files again and goes on by itself, as it does after a wait.
GOES_ON = ("file_not_found",)
# The ids of room and author, and the nonce.
Try = tuple[int, int, UUID]


class RefusedRetries:
    """Those of one batch, in its transaction and under the locks of its rooms."""

    def __init__(self, messages: Iterable[Try], writers: Mapping[tuple[int, int], Writer]) -> None:
        """`writers`: by room id and user id. There is no query where nobody has refused retries."""
        retried = {place for place, writer in writers.items() if writer.guards & RETRIED}
        self._refused = _attempts(each for each in messages if each[:2] in retried) if retried else {}
        self._new: dict[Try, int] = {}

    def check(self, message: Try, attempt: int) -> None:
        """Raises Problem `nonce_conflict` where a later try was refused."""
        if attempt <= self._refused.get(message, 0):
            raise Problem("nonce_conflict")

    def note(self, message: Try, attempt: int, why: Exception) -> None:
        """Remember that this try was refused for good. The first one has none before it."""
        if attempt > 1 and isinstance(why, Problem) and why.wait is None and why.code not in GOES_ON:
            self._new[message] = attempt

    def save(self, now: datetime) -> None:
        """Whoever never was in a room has nothing under way that was allowed: a stranger fills no table, and cannot tell
        by the time it takes whether there is such a room."""
        memberships = memberships_at({message[:2] for message in self._new}) if self._new else []
        places = {(each.room_id, each.user_id) for each in memberships}
        new = {message: attempt for message, attempt in self._new.items() if message[:2] in places}
        if not new:
            return
        before = _attempts(new)
        later = {message: attempt for message, attempt in new.items() if attempt > before.get(message, 0)}
        RefusedRetry.objects.bulk_create(
            [
                RefusedRetry(room_id=room, author_id=author, nonce=nonce, attempt=attempt, at=now)
                for (room, author, nonce), attempt in sorted(later.items())
            ],
            update_conflicts=True,
            unique_fields=["author", "nonce", "room"],
            update_fields=["attempt", "at"],
        )
        guard_members(memberships, RETRIED, True)
        _delete_old(now)


def _attempts(messages: Iterable[Try]) -> dict[Try, int]:
    wanted = set(messages)
    if not wanted:
        return {}
    rows = RefusedRetry.objects.filter(
        author__in={author for _, author, _ in wanted}, nonce__in={nonce for _, _, nonce in wanted}
    )
    found = {(row.room_id, row.author_id, row.nonce): row.attempt for row in rows}
    return {message: found[message] for message in wanted & found.keys()}


def _delete_old(now: datetime) -> None:
    old = RefusedRetry.objects.filter(at__lt=now - ARRIVES_WITHIN).order_by("at")
    if connection.features.has_select_for_update_skip_locked:
        old = old.select_for_update(skip_locked=True)
    RefusedRetry.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:DELETED_AT_ONCE])).delete()
