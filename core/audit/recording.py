"""Recording acts, in the transaction of what was done."""

import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from core import origin
from core.audit import digests, models, registry
from core.audit.jobs import CHAIN
from core.audit.models import Act, Content
from core.jobs import queue
from core.jobs.declarations import QueueFull

MOST_DETAILS = 4_000  # characters of JSON
# The acts of a few transactions are chained together.
CHAIN_SECONDS = 3.0
# Keys that hold what is never recorded, on any call.
FORBIDDEN = frozenset({"text", "message", "password", "token", "secret", "code", "link"})


@dataclass(frozen=True, slots=True)
class NewAct:
    """Arguments as of `record`. `nameless`: no word of whom it is on is stored."""

    name: str
    by: AbstractBaseUser | None
    on: Model | None = None
    room: Model | None = None
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    nameless: bool = False


def record(
    act: str,
    *,
    by: AbstractBaseUser | None,
    on: Model | None = None,
    room: Model | None = None,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add an act to the log; it is stored if and only if the caller's transaction is. `by` None: the site itself.

    A person is named by `by` or `on` alone: erasing a person finds them there. Raises UnknownAct, TransactionManagementError
    outside a transaction, and ValueError for details that are too long or may hold a secret.
    """
    record_all([NewAct(act, by, on, room, reason, details or {})])


def record_all(acts: Iterable[NewAct]) -> None:
    """As `record`, with the same few statements for any number of acts."""
    transaction.get_connection().validate_no_broken_transaction()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An act is recorded in the transaction of what was done.")
    now, came_from = timezone.now(), origin.current()
    address = came_from.where() or ""
    rows, contents = [], []
    for act in acts:
        content = _content(act, address)
        rows.append(_row(act, now, came_from.door, digests.of_content(content)))
        contents.append(content)
    if not rows:
        return
    Act.objects.bulk_create(rows)
    for row, content in zip(rows, contents, strict=True):
        content.act = row
    Content.objects.bulk_create(contents)
    _chain_soon()


def _row(act: NewAct, now: Any, door: str, digest: str) -> Act:
    registry.expect(act.name)
    return Act(
        at=now,
        name=act.name,
        door=door,
        by_id=act.by.pk if act.by else None,
        on_kind=act.on._meta.label_lower if act.on else "",
        on_id=str(act.on.pk) if act.on else "",
        room_id=act.room.pk if act.room else None,
        digest=digest,
    )


def _content(act: NewAct, address: str) -> Content:
    if forbidden := FORBIDDEN.intersection(act.details):
        raise ValueError(f"Never recorded: {', '.join(sorted(forbidden))}")
    details = digests.written(act.details)
    if len(details) > MOST_DETAILS:
        raise ValueError(f"The details of {act.name} have {len(details)} characters; {MOST_DETAILS} are allowed.")
    is_own = act.nameless and act.by == act.on
    return Content(
        salt=secrets.token_hex(16),
        by_name="" if is_own else _name_of(act.by),
        on_name="" if act.nameless else _name_of(act.on),
        room_name=_name_of(act.room),
        reason=_clean(act.reason)[: models.LONGEST_REASON],
        address="" if is_own else address,
        details=details,
    )


def _name_of(row: Model | None) -> str:
    """A user name, or the field `name`. Never `str`: that of a message may quote it."""
    name = row.get_username() if isinstance(row, AbstractBaseUser) else getattr(row, "name", "")
    return _clean(name if isinstance(name, str) else "")[: models.LONGEST_NAME]


def _clean(text: str) -> str:
    # PostgreSQL stores no NUL.
    return text.replace("\x00", "")


def _chain_soon() -> None:
    """One job a transaction, without a key: that of a waiting job would be locked until this transaction ends, and each that
    records would wait for the others. A savepoint that is rolled back takes both away, the job and this note of it."""
    if any(entry[1] is _chains for entry in connection.run_on_commit):
        return
    transaction.on_commit(_chains)
    # Any of those that wait chains this as well.
    with suppress(QueueFull):
        queue.enqueue(CHAIN, {}, delay=CHAIN_SECONDS)


def _chains() -> None:
    """Nothing to do: the job is stored."""
